"""An invoice: model, sums, UBL in and out, official validation, PDF."""
