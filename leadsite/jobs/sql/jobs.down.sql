drop index idx_procrastinate_jobs_lead;
drop index idx_procrastinate_jobs_doing;
drop index idx_procrastinate_jobs_failed;
alter table job_log drop constraint fk_job_log_job;
