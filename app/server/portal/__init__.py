"""The customer portal: pages behind the address of a portal session, without a script."""
