"""Trading partners: customers and suppliers of a company, each with its history."""
