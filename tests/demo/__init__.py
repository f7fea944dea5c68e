"""The five shipped plans, each played by ``tongbao demo`` and looked at with other programs' eyes."""
