"""Connections on one page: who trades with whom, and on which conditions."""

from chassis import Area
from contracts.directory import v1 as told
from contracts.portal import v1 as portal
from directory.connections import boundary, commands, events, handlers

connections = Area(
    hears={
        portal.ConnectionEnded: commands.EndConnection,
        portal.SupplierDecided: commands.DecideSupplier,
        portal.ContractTextSet: commands.SetContractText,
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
        events.ContractTextChanged: told.ContractTextChanged,
    },
    refuses={
        portal.ConnectionEnded: told.ConnectionRefused,
        portal.SupplierDecided: told.ApprovalRefused,
        portal.ContractTextSet: told.ContractTextRefused,
    },
)
