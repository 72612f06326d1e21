"""The sample company: Northwind's people, customers, orders and invoices, with their licence."""
