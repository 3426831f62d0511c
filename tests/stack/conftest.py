from tests.stack.fixtures import running_stack

__all__ = ["running_stack"]
