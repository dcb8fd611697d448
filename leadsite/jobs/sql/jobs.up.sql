-- The log of a job goes with it, whoever deletes the job.
alter table job_log add constraint fk_job_log_job
    foreign key (job_id) references procrastinate_jobs (id) on delete cascade;

-- The page of jobs and /health: those that failed, among many that did not.
create index idx_procrastinate_jobs_failed on procrastinate_jobs (id) where status = 'failed';
-- Every few seconds: whose worker is gone?
create index idx_procrastinate_jobs_doing on procrastinate_jobs (id) where status = 'doing';
-- Erasing a lead takes its jobs along.
create index idx_procrastinate_jobs_lead on procrastinate_jobs ((args ->> 'lead_id'))
    where args ->> 'lead_id' is not null;
