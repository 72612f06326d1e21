"""The companies that messages are about, built once for all tests of understanding."""

import pytest

from tests.support.named_companies import Company, load_northwind, load_practice


@pytest.fixture(scope="session")
def northwind() -> Company:
    """Northwind as its vice president sees it."""
    return load_northwind()


@pytest.fixture(scope="session")
def nancy() -> Company:
    """Northwind as one rep sees it: fifteen customers."""
    return load_northwind("Nancy Davolio")


@pytest.fixture(scope="session")
def steven() -> Company:
    """Northwind as a manager sees it: his own customers and his team's."""
    return load_northwind("Steven Buchanan", "Michael Suyama", "Robert King", "Anne Dodsworth")


@pytest.fixture(scope="session")
def practice() -> Company:
    """120 customers in Asia with confusable names, most of them Chinese."""
    return load_practice()
