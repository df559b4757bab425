"""The company itself: everything that is decided and remembered as one."""
