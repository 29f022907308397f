"""Brings in ONNX Runtime with its telemetry turned off before it can begin."""

import os
from types import ModuleType

# Since 1.29 its Linux builds write a device id to the cache folder and report the models they
# open to their maker, unless this is set before they are loaded. No player of ours does that.
TELEMETRY_OFF = {"ORT_DISABLE_TELEMETRY": "1", "ORT_TELEMETRY_DISABLED": "1"}


def import_onnxruntime() -> ModuleType:
    """The module `onnxruntime`, silent: nothing stored, nothing sent. Slow the first time."""
    os.environ.update(TELEMETRY_OFF)

    import onnxruntime

    # Elsewhere than on Linux the variable counts for nothing and this call does.
    onnxruntime.disable_telemetry_events()
    module: ModuleType = onnxruntime
    return module
