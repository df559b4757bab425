"""Every refusal code with its sentences, a file for each service."""
