from chalicelib.vault.seal import Vault


class SignupStore:
    def __init__(self, *, vault: Vault) -> None:
        self._vault = vault
