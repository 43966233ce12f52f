"""What has to be right before anything is generated, looked at one by one."""
