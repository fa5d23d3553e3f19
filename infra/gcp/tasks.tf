locals {
  # Known before the queues are there, whose addresses the functions hold.
  queues = { for function in local.act : function => "projects/${var.project}/locations/${var.region}/queues/${var.name}-${function}-recheck" }
}

# By which an act function looks again at what it did.
resource "google_cloud_tasks_queue" "recheck" {
  for_each = toset(local.act)

  name     = "${var.name}-${each.key}-recheck"
  location = var.region

  rate_limits {
    max_concurrent_dispatches = var.max_instances[each.key]
  }

  # A task has no dead letters: it is tried for a day.
  retry_config {
    max_attempts       = -1
    max_retry_duration = "86400s"
    min_backoff        = "10s"
    max_backoff        = "600s"
    max_doublings      = 6
  }

  stackdriver_logging_config {
    sampling_ratio = 1
  }

  depends_on = [google_project_service.this]
}
