"""Payments over a bank: files, payments, and transfers that pay an order."""

from portal.edge.part import Part
from portal.payments import api
from portal.payments.view import BankPayments, Transfers

payments = Part(shows=[BankPayments, Transfers], api=[api.router])
