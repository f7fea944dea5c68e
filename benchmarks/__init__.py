"""Measurements that anybody can repeat; none of them is needed to run tongbao."""
