"""The wallet decides who has credits (klip) left: it sells them, sets them aside for invoices, and uses them up."""
