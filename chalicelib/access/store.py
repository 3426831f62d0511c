from chalicelib.vault.seal import Vault


class AccessStore:
    def __init__(self, *, vault: Vault) -> None:
        self._vault = vault
