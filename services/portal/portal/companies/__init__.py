"""Companies: registering one, its details, addresses, bank accounts and terms, and acting for one."""
