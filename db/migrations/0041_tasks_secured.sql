SELECT secure_workspace_table('tasks'), grant_workspace_table('tasks');
