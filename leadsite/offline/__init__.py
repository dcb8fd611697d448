"""Working without network: what the site hands to service workers, and takes back from them."""
