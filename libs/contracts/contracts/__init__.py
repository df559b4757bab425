"""The public language of Stafett: facts per service and version, values, JSON Schemas."""
