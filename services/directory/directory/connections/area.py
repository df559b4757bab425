"""Connections on one page: who trades with whom, and on which conditions."""

from chassis.area import Area
from contracts.portal import v1 as portal
from directory.connections import boundary, commands, events, handlers

connections = Area(
    hears={
        portal.ConnectionEnded: boundary.on_connection_ended,
        portal.SupplierDecided: boundary.on_supplier_decided,
        portal.ContractTextSet: boundary.on_contract_text_set,
    },
    handles={
        commands.EndConnection: handlers.end_connection,
        commands.DecideSupplier: handlers.decide_supplier,
        commands.SetContractText: handlers.set_contract_text,
    },
    tells={
        events.ConnectionEstablished: boundary.tell_connection_established,
        events.ConnectionEnded: boundary.tell_connection_ended,
        events.SupplierApprovalChanged: boundary.tell_supplier_approval_changed,
        events.ContractTextChanged: boundary.tell_contract_text_changed,
    },
    refuses={
        portal.ConnectionEnded: boundary.tell_connection_refused,
        portal.SupplierDecided: boundary.tell_approval_refused,
        portal.ContractTextSet: boundary.tell_contract_text_refused,
    },
)
