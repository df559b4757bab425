"""Company numbers, payment references and bank accounts of Sweden, Denmark, Norway and Finland."""
