"""One import from opened files to the store, inside the caller's transaction.

The plan is made by doing: every statement that says what is new or changed also writes it, and a
dry run is rolled back by the caller. So a plan cannot promise what applying would not do.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from crm.errors import BadFile
from crm.imports.fields import Kind
from crm.imports.headers import Mapping
from crm.imports.orders import OrderRows
from crm.imports.parsing import Columns, Parser, Refusal
from crm.imports.people import Team
from crm.imports.planning import (
    SHOWN_REFUSALS,
    FilePlan,
    KindPlan,
    Plan,
    RefusedRow,
    counted,
)
from crm.imports.readers import Source
from crm.imports.references import References, Reps
from crm.imports.rows import CustomerRows, stage_invoices, stage_visits
from crm.store.database import Session
from crm.store.staging import (
    Staging,
    customers,
    gathering,
    invoices,
    log,
    naming,
    orders,
    people,
    references,
    replaced,
    visits,
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file and what it was taken for."""

    source: Source
    mapping: Mapping


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, and the refused lines of each file, to be read before it commits."""

    plan: Plan
    sources: tuple[Source, ...]
    staging: Staging

    def refused_lines(self, file: int) -> Iterator[tuple[int, str]]:
        """Yield the refused lines of a file with their problems."""
        yield from self.staging.list_refusals(file)


def import_files(
    session: Session,
    files: Sequence[Recognised],
    *,
    today: date,
    now: datetime,
    person_id: int | None = None,
    report: Callable[[int], None] | None = None,
) -> Imported:
    """Stage, compare and write all files as one plan, whatever their order.

    Nothing is committed here: the caller commits, or rolls back for a dry run. ``report`` is told
    how many bytes have been read. Raises BadFile when a column is damaged beyond reading.
    """
    ordered = sorted(files, key=lambda f: (list(Kind).index(f.mapping.kind), f.source.name))
    run = _Run(session, ordered, today, now, person_id, report)
    run.take_people()
    run.take_customers()
    run.take_the_rest()
    return run.finish()


class _Run:
    """The state of one import: its staging area, and what is known of names so far."""

    def __init__(
        self,
        session: Session,
        files: Sequence[Recognised],
        today: date,
        now: datetime,
        person_id: int | None,
        report: Callable[[int], None] | None,
    ) -> None:
        self.report, self.read = report, 0
        self.session, self.files, self.now = session, files, now
        self.parsers = [Parser(each.source, each.mapping, today) for each in files]
        damage = [problem for parser in self.parsers for problem in parser.damage]
        if damage:
            raise BadFile(damage)
        self.staging = Staging(session)
        self.import_id = log.begin_import(session, person_id, now)
        self.plan = Plan([_file_plan(each) for each in files], import_id=self.import_id)
        self.references = References(self.staging)
        self.reps: Reps

    def _of_kind(self, kind: Kind) -> list[int]:
        return [i for i, each in enumerate(self.files) if each.mapping.kind is kind]

    def _columns(self, file: int, orders_: OrderRows | None = None) -> Iterator[Columns]:
        """Read one file in batches of values, counting and refusing as it goes."""
        source, parser, plan = self.files[file].source, self.parsers[file], self.plan.files[file]
        plan.notes.extend(parser.notes)
        for batch in source.batches():
            if orders_ is not None:
                orders_.fill_down(batch)
            plan.rows += len(batch.rows) + len(batch.short)
            plan.empty_rows += batch.empty
            columns = parser.parse(batch)
            self._refuse(file, columns.refused)
            if columns.lines:
                yield columns
            if self.report is not None:
                self.report(self.read + batch.place)
        self.read += source.size

    def _refuse(self, file: int, refused: Sequence[Refusal]) -> None:
        self.staging.refuse((file, r.line, r.number, r.problem) for r in refused)

    def take_people(self) -> None:
        """Apply the files of people."""
        files = self._of_kind(Kind.PEOPLE)
        known = bool(people.list_rows(self.session))
        if files:
            team = Team()
            for file in files:
                for columns in self._columns(file):
                    self.staging.refuse(team.gather(file, columns))
            self.plan.kinds.append(
                team.settle(self.session, self.staging, self.import_id, self.now)
            )
            self.plan.notes.extend(team.notes)
        may_create = not files and not known
        self.reps = Reps(self.session, self.import_id, may_create=may_create)

    def take_customers(self) -> None:
        """Apply the files of customers."""
        files = self._of_kind(Kind.CUSTOMERS)
        if not files:
            return
        for file in files:
            if "tier" in self.files[file].mapping.columns:
                caption = self.files[file].mapping.caption("tier")
                note = f"column {caption!r} was read over: tiers come from grading here"
                self.plan.files[file].notes.append(note)
            rows = CustomerRows(self.staging, file, self.reps)
            for columns in self._columns(file):
                self._refuse(file, rows.stage(columns))
        self._refuse_repeated()
        for with_code in (True, False):
            if not with_code:
                for file, line, name, codes in customers.list_ambiguous(self.staging):
                    problem = (
                        f"several customers are called {name} (codes {', '.join(codes)}): "
                        "give the code."
                    )
                    self._refuse(file, [Refusal(line, problem)])
            customers.settle(self.staging, self.import_id, with_code=with_code)
        naming.add_aliases(self.staging, self.import_id)
        naming.add_contacts(self.staging, self.import_id, self.now)
        self._count(Kind.CUSTOMERS, customers.count_states(self.staging))
        customers.apply_changed(self.staging, self.import_id, self.now)

    def _refuse_repeated(self) -> None:
        repeated = 0
        for found in customers.find_repeated(self.staging):
            file, line, what, first_file, first_line, is_same = found
            if is_same:
                repeated += 1
                continue
            place = "" if file == first_file else f" of {self.files[first_file].source.name}"
            problem = f"has the same {what} as line {first_line}{place}."
            self._refuse(file, [Refusal(line, problem)])
        if repeated:
            self.plan.notes.append(
                f"{counted(repeated, 'row repeats', 'rows repeat')} a customer word for word"
            )

    def take_the_rest(self) -> None:
        """Stage orders, invoices and visits, find their customers, and apply them."""
        order_rows = OrderRows(self.staging, self.references, self.reps)
        for file in self._of_kind(Kind.ORDERS):
            order_rows.begin(file, self.files[file].mapping)
            for columns in self._columns(file, order_rows):
                self._refuse(file, order_rows.stage(columns))
            if order_rows.disagreements:
                self.plan.files[file].notes.append(
                    f"in {counted(order_rows.disagreements, 'row', 'rows')} "
                    "the amount is not price × quantity; "
                    "the amount counts"
                )
        for file in self._of_kind(Kind.INVOICES):
            for columns in self._columns(file):
                refused = stage_invoices(self.staging, file, columns, self.references)
                self._refuse(file, refused)
        for file in self._of_kind(Kind.VISITS):
            for columns in self._columns(file):
                refused = stage_visits(self.staging, file, columns, self.references, self.reps)
                self._refuse(file, refused)
        last_known = references.last_customer(self.staging)
        references.resolve(self.staging)
        references.create_unknown(self.staging, self.import_id)
        self._settle_invoices_and_orders()
        self._settle_visits()
        references.forget_unused(self.staging, self.import_id, last_known)
        self._note_created(last_known)

    def _settle_invoices_and_orders(self) -> None:
        """Invoices are checked first, for lines may have their head there; written after."""
        of_orders, of_invoices = self._of_kind(Kind.ORDERS), self._of_kind(Kind.INVOICES)
        if of_invoices:
            invoices.number_occurrences(self.staging)
            invoices.check(self.staging)
        if of_orders:
            gathering.number_occurrences(self.staging)
            gathering.gather(self.staging)
            gathering.complete(self.staging)
            gathering.refuse_rows(self.staging)
            orders.compare(self.staging)
            orders.insert_new(self.staging, self.import_id)
            replaced.replace_changed(self.staging, self.import_id, self.now)
            orders.insert_lines(self.staging)
            self._count(Kind.ORDERS, orders.count_states(self.staging))
        if of_invoices:
            columns_of = [(f, frozenset(self.files[f].mapping.columns)) for f in of_invoices]
            invoices.settle(self.staging, columns_of, self.import_id, self.now)
            self._count(Kind.INVOICES, dict(invoices.count_states(self.staging)))

    def _settle_visits(self) -> None:
        if self._of_kind(Kind.VISITS):
            visits.settle(self.staging, self.import_id, self.now)
            self._count(Kind.VISITS, visits.count_states(self.staging))

    def _count(self, kind: Kind, states: dict[str, int]) -> None:
        counts = (states.get(state, 0) for state in ("new", "changed", "unchanged"))
        self.plan.kinds.append(KindPlan(kind, *counts))

    def _note_created(self, last_known: int) -> None:
        count, names = references.list_created(self.staging, self.import_id, last_known, 5)
        self.plan.created_customers = count
        if count:
            shown = ", ".join(names) + (f" and {count - 5:,} more" if count > 5 else "")
            self.plan.notes.append(
                f"{counted(count, 'customer', 'customers')} not known before, "
                f"from orders or invoices: {shown}"
            )

    def finish(self) -> Imported:
        """Complete the plan and the history."""
        plan = self.plan
        without = customers.count_without_rep(self.staging)
        if without:
            plan.notes.append(f"{counted(without, 'customer has', 'customers have')} no rep")
        plan.notes.extend(self.reps.notes())
        for file, each in enumerate(plan.files):
            each.refused = self.staging.count_refusals(file)
            first = self.staging.list_refusals(file, SHOWN_REFUSALS)
            each.first_refused = tuple(RefusedRow(*row) for row in first)
        self._write_history()
        return Imported(plan, tuple(each.source for each in self.files), self.staging)

    def _write_history(self) -> None:
        plan = self.plan
        names = {Kind.PEOPLE, Kind.CUSTOMERS}
        touched = any((k.new or k.changed) and k.kind in names for k in plan.kinds)
        if touched or plan.created_customers or self.reps.created:
            log.renew_revision(self.session, "names")
        if not plan.changes_anything and not plan.created_customers and not self.reps.created:
            log.forget_import(self.session, self.import_id)
            plan.import_id = None
            return
        files = [
            {"name": f.name, "kind": f.kind.value, "rows": f.rows, "columns": dict(f.columns)}
            for f in plan.files
        ]
        counts = {
            k.kind.value: {"new": k.new, "changed": k.changed, "unchanged": k.unchanged}
            for k in plan.kinds
        }
        log.finish_import(self.session, self.import_id, files, {**counts, "refused": plan.refused})


def _file_plan(file: Recognised) -> FilePlan:
    mapping = file.mapping
    columns = {mapping.caption(field): field for field in mapping.columns}
    return FilePlan(
        file.source.name,
        mapping.kind,
        columns,
        mapping.ignored,
        round(mapping.confidence, 2),
        [*file.source.notes, *mapping.reasons],
    )
