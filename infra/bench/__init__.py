"""What Manydesk costs: units, processor time, start-up, bytes and money, each beside its budget."""
