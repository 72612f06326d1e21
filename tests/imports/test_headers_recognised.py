"""Whose column is this: the genuine header rows of other people's programs, and lean ones."""

from pathlib import Path

import pytest

from crm.errors import BadFile
from crm.imports.captions import fold_caption
from crm.imports.fields import Kind
from crm.imports.headers import Mapping, recognise
from crm.imports.readers import open_source

HEADERS = Path(__file__).parents[1] / "data" / "headers"

RECOGNISED: list[tuple[str, str, dict[str, str]]] = [
    (
        "cn_erp_customer_list.csv",
        "customers",
        {"code": "客户编码", "name": "客户名称", "alias": "客户别名", "rep": "专管业务员编码"},
    ),
    (
        "cn_fmis_customer_import.csv",
        "customers",
        {
            "code": "客户代号",
            "name": "客户名称",
            "industry": "行业划分",
            "contact_name": "客户联系人",
        },
    ),
    (
        "cordys_contract.csv",
        "orders",
        {
            "number": "合同编号",
            "customer_name": "客户名称",
            "ordered_on": "合同开始时间",
            "amount": "金额",
        },
    ),
    ("cordys_customer.csv", "customers", {"name": "客户名称", "tier": "客户等级", "rep": "负责人"}),
    (
        "cordys_order.csv",
        "orders",
        {"number": "订单编号", "customer_name": "关联客户", "price": "产品单价", "amount": "金额"},
    ),
    ("erpnext_customer.csv", "customers", {"code": "ID", "name": "Customer Name"}),
    ("hubspot_companies_export.csv", "customers", {"code": "Record ID", "name": "Company name"}),
    (
        "hubspot_company_property_labels.csv",
        "customers",
        {"name": "Company name", "region": "State/Region", "tier": "Ideal Customer Profile Tier"},
    ),
    (
        "kingdee_k3cloud_row2_captions.csv",
        "customers",
        {
            "code": "(单据头)编码",
            "name": "*(单据头)名称#中文(简体)",
            "alias": "(单据头)简称#中文(简体)",
        },
    ),
    ("odoo_customers_contacts.csv", "customers", {"name": "Name", "contact_of": "Related company"}),
    ("odoo_partner_res.partner.csv", "customers", {"code": "ID", "name": "Name"}),
    ("orocrm_accounts.csv", "customers", {"code": "ID", "name": "Account Name"}),
    (
        "pipedrive_organization_fields.csv",
        "customers",
        {"name": "Organization - Name", "rep": "Organization - Owner"},
    ),
    (
        "salesforce_account_api_fields.csv",
        "customers",
        {"code": "AccountNumber", "name": "Name", "city": "BillingCity", "rep": "OwnerId"},
    ),
    (
        "yonyou_yonbip_customer.csv",
        "customers",
        {"code": "客户编码", "name": "客户名称", "alias": "客户简称", "rep": "专管业务员"},
    ),
    ("zoho_accounts_export.csv", "customers", {"code": "Record Id", "rep": "Account Owner"}),
    (
        "zoho_accounts_export_new_address.csv",
        "customers",
        {"city": "Billing Address - City", "country": "Billing Address - Country / Region"},
    ),
]

REFUSED = [
    ("cordys_opportunity.csv", "opportunities"),
    ("cordys_payment_plan.csv", "payments"),
    ("cordys_payment_record.csv", "payments"),
    ("hubspot_contacts_export.csv", "contact persons"),
    ("kingdee_k3cloud_row1_keys.csv", "suppliers"),
    ("kingdee_k3cloud_voucher_row2.csv", "vouchers"),
    ("odoo_order_lines_o2m.csv", "purchases"),
    ("pipedrive_deal_fields.csv", "opportunities"),
    ("pipedrive_sample_import.csv", "opportunities"),
    ("zoho_deals_export.csv", "opportunities"),
]


def read(path: Path, kind: Kind | None = None, wishes: dict[str, str] | None = None) -> Mapping:
    return recognise(open_source(path), kind, wishes)


@pytest.mark.parametrize(("name", "kind", "columns"), RECOGNISED, ids=[r[0] for r in RECOGNISED])
def test_a_header_of_another_program_is_recognised(
    name: str, kind: str, columns: dict[str, str]
) -> None:
    mapping = read(HEADERS / name)
    assert mapping.kind == kind
    assert {field: mapping.caption(field) for field in columns} == columns


@pytest.mark.parametrize(("name", "what"), REFUSED, ids=[r[0] for r in REFUSED])
def test_a_header_of_something_else_is_refused_with_what_it_is(name: str, what: str) -> None:
    with pytest.raises(BadFile, match=what):
        read(HEADERS / name)


def test_every_header_at_hand_has_its_expectation() -> None:
    known = {name for name, *_ in RECOGNISED} | {name for name, _ in REFUSED} | {"INDEX.csv"}
    assert {path.name for path in HEADERS.glob("*.csv")} == known


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Employee,Manager", "people"),
        ("姓名,工号,上级", "people"),
        ("客户,单号,日期,品名,数量,单价", "orders"),
        ("订单号;客户名称;下单日期;订单金额", "orders"),
        ("customer_id,date,quantity,amount", "orders"),
        ("单号,客户,日期,金额", "orders"),
        ("Order,Customer,Date,Total", "orders"),
        ("Invoice No.,Client,Invoice Date,Due Date,Total (EUR)", "invoices"),
        ("发票号,客户名称,开票日期,到期日,收款日期,开票金额", "invoices"),
        ("Customer,Visit Date,Rep,Notes", "visits"),
        ("客户名称,拜访日期,拜访人,拜访方式,备注", "visits"),
    ],
)
def test_a_lean_header_is_recognised(tmp_path: Path, header: str, kind: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text(header + "\n", encoding="utf-8")
    assert read(path).kind == kind


@pytest.mark.parametrize(
    ("caption", "folded"),
    [
        ("CustomerID", "customer id"),
        ("customer_id", "customer id"),
        ("  Customer ID* ", "customer id"),
        ("Unit Price (EUR)", "unit price"),
        ("单价（元）", "单价"),
        ("*(单据头)编码", "编码"),
        ("FName#2052", "f name"),
        ("Ｎａｍｅ", "name"),
    ],
)
def test_captions_that_mean_the_same_fold_to_the_same(caption: str, folded: str) -> None:
    assert fold_caption(caption) == folded


def test_an_unknown_header_is_told_what_was_found_and_how_to_say_it(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Foo,Bar\n1,2\n", encoding="utf-8")
    with pytest.raises(BadFile) as refused:
        read(path)
    sentence = str(refused.value)
    assert "Foo, Bar" in sentence
    assert "--map 'Foo=" in sentence
    assert "Fields of" in sentence


def test_what_a_person_says_of_a_column_counts_most(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Wer,Wann,Wieviel\nAcme,2026-01-05,12.50\n", encoding="utf-8")
    mapping = read(path, Kind.ORDERS, {"Wer": "customer_name"})
    assert {f: mapping.caption(f) for f in ("customer_name", "ordered_on", "amount")} == {
        "customer_name": "Wer",
        "ordered_on": "Wann",
        "amount": "Wieviel",
    }
    assert len(mapping.reasons) == 2


def test_a_column_can_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("Customer ID,Customer Name,City\n", encoding="utf-8")
    mapping = read(path, None, {"City": ""})
    assert mapping.ignored == ("City",)


def test_a_column_of_dates_is_preferred_to_one_that_only_says_so(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(
        "Order ID,Customer ID,Order Date,OrderDateKey,Amount\n1,A,00:00.0,20260105,7\n",
        encoding="utf-8",
    )
    assert read(path).caption("ordered_on") == "OrderDateKey"
