-- Work that workflows do by now: its last jobs are asked of nobody any more.
DELETE FROM later_jobs WHERE kind IN ('reports/weekly', 'operations/rotate-keys');
