"""AWS's DynamoDB Local: fetched by Maven, held to its hashes, run on loopback and in memory alone."""
