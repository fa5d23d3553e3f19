locals {
  dead_letters  = { for topic, subscription in google_pubsub_subscription.kept : topic => subscription.name }
  all_functions = merge(google_cloudfunctions2_function.worker, google_cloudfunctions2_function.open)

  alerts = merge(
    {
      for topic, subscription in local.dead_letters : topic => {
        says    = "Something failed every time, or could not be read, and waits in ${subscription}: look at the function's log, then publish it again."
        filter  = "resource.type = \"pubsub_subscription\" AND resource.labels.subscription_id = \"${subscription}\" AND metric.type = \"pubsub.googleapis.com/subscription/num_undelivered_messages\""
        aligner = "ALIGN_MAX"
        above   = 0
      }
    },
    {
      for key, subscription in google_pubsub_subscription.push : "${key}-age" => {
        says    = "Something waits for longer than five minutes in ${subscription.name}."
        filter  = "resource.type = \"pubsub_subscription\" AND resource.labels.subscription_id = \"${subscription.name}\" AND metric.type = \"pubsub.googleapis.com/subscription/oldest_unacked_message_age\""
        aligner = "ALIGN_MAX"
        above   = 300
      }
    },
    {
      for key, function in google_cloudfunctions2_function.worker : "${key}-errors" => {
        # 429: so many at once that they wait for an instance.
        says    = "${function.name} fails, or refuses pushes (401); what it was given comes again."
        filter  = "resource.type = \"cloud_run_revision\" AND resource.labels.service_name = \"${function.name}\" AND metric.type = \"run.googleapis.com/request_count\" AND metric.labels.response_code_class != \"2xx\" AND metric.labels.response_code != \"429\""
        aligner = "ALIGN_DELTA"
        above   = 0
      }
    },
    # What Cloud Run itself refuses does not reach a function, and is not counted there ("Google Cloud metrics", request_count): only those
    # who push know. resource_exhausted: 429, as above.
    {
      for key, subscription in google_pubsub_subscription.push : "${key}-refused" => {
        says    = "What ${subscription.name} pushes does not get through: the function fails or refuses it (401), or Cloud Run does (403). It comes again."
        filter  = "resource.type = \"pubsub_subscription\" AND resource.labels.subscription_id = \"${subscription.name}\" AND metric.type = \"pubsub.googleapis.com/subscription/push_request_count\" AND metric.labels.response_class != \"ack\" AND metric.labels.response_code != \"resource_exhausted\""
        aligner = "ALIGN_DELTA"
        above   = 0
      }
    },
    {
      for key, queue in google_cloud_tasks_queue.recheck : "${key}-tasks-refused" => {
        says    = "What ${queue.name} brings does not get through: the function fails or refuses it (401), or Cloud Run does (403). It comes again for a day."
        filter  = "resource.type = \"cloud_tasks_queue\" AND resource.labels.queue_id = \"${queue.name}\" AND metric.type = \"cloudtasks.googleapis.com/queue/task_attempt_count\" AND metric.labels.response_code != \"ok\" AND metric.labels.response_code != \"resource_exhausted\""
        aligner = "ALIGN_DELTA"
        above   = 0
      }
    },
    {
      for key, function in google_cloudfunctions2_function.open : "${key}-errors" => {
        says    = "${function.name} fails; the sender may come again."
        filter  = "resource.type = \"cloud_run_revision\" AND resource.labels.service_name = \"${function.name}\" AND metric.type = \"run.googleapis.com/request_count\" AND metric.labels.response_code_class = \"5xx\""
        aligner = "ALIGN_DELTA"
        above   = 0
      }
    },
    {
      # The sinks of folders and organizations have their figures there.
      for source, sink in google_logging_project_sink.events : "${source}-lost" => {
        says    = "The sink ${sink.name} could not put log entries on the topic: they are lost."
        filter  = "resource.type = \"logging_sink\" AND resource.labels.name = \"${sink.name}\" AND metric.type = \"logging.googleapis.com/exports/error_count\""
        aligner = "ALIGN_DELTA"
        above   = 0
      }
    },
  )

  outcomes = {
    held   = "An action waits for a person: see bin/token-responder incidents list."
    failed = "An action could not be done: see bin/token-responder incidents list."
  }

  # The functions log one line of JSON for each action, with its status, also for what a look does again. The look's own line is another.
  action_lines = join(" AND ", [
    "resource.type = \"cloud_run_revision\"",
    "(${join(" OR ", [for function in sort(setsubtract(local.workers, ["evaluate"])) : "resource.labels.service_name = \"${var.name}-${function}\""])})",
    "jsonPayload.message = \"action\"",
  ])

  channels        = google_monitoring_notification_channel.contact[*].id
  slow_seconds    = 300
  metric_contain  = "${var.name}-time-to-contain"
  promql_contain  = "logging_googleapis_com:user_${replace(local.metric_contain, "-", "_")}_bucket{monitored_resource=\"cloud_run_revision\"}"
  promql_slowness = "histogram_quantile(0.99, sum by (le) (increase(${local.promql_contain}[1h]))) > ${local.slow_seconds}"
}

resource "google_monitoring_notification_channel" "contact" {
  count = var.contact == null ? 0 : 1

  type         = "email"
  display_name = "${var.name}: contact"
  labels       = { email_address = var.contact }

  depends_on = [google_project_service.this]
}

resource "google_monitoring_alert_policy" "this" {
  for_each = local.alerts

  display_name          = "${var.name}-${each.key}"
  combiner              = "OR"
  notification_channels = local.channels

  conditions {
    display_name = each.key

    condition_threshold {
      filter          = each.value.filter
      comparison      = "COMPARISON_GT"
      threshold_value = each.value.above
      duration        = "0s"

      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = each.value.aligner
        cross_series_reducer = "REDUCE_MAX"
      }
    }
  }

  documentation {
    content   = each.value.says
    mime_type = "text/markdown"
  }

  depends_on = [google_project_service.this]
}

# By the log itself: an alert on a metric of one's own cannot be made until the metric has been there for some minutes.
resource "google_monitoring_alert_policy" "outcome" {
  for_each = local.outcomes

  display_name          = "${var.name}-actions-${each.key}"
  combiner              = "OR"
  notification_channels = local.channels

  conditions {
    display_name = "actions-${each.key}"

    condition_matched_log {
      filter = "${local.action_lines} AND jsonPayload.status = \"${each.key}\""
    }
  }

  alert_strategy {
    auto_close = "86400s"

    notification_rate_limit {
      period = "300s"
    }
  }

  documentation {
    content   = each.value
    mime_type = "text/markdown"
  }

  depends_on = [google_project_service.this]
}

resource "google_logging_metric" "actions" {
  name        = "${var.name}-actions"
  description = "Actions by what became of them"
  filter      = local.action_lines

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"

    labels {
      key        = "status"
      value_type = "STRING"
    }
  }

  label_extractors = { status = "EXTRACT(jsonPayload.status)" }

  depends_on = [google_project_service.this]
}

# From the event to its containment, of actions that were done.
resource "google_logging_metric" "time_to_contain" {
  name            = local.metric_contain
  description     = "From the event to its containment"
  filter          = "${local.action_lines} AND jsonPayload.status = \"done\" AND jsonPayload.timeToContainSeconds >= 0"
  value_extractor = "EXTRACT(jsonPayload.timeToContainSeconds)"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
    unit        = "s"
  }

  # From half a second to four hours and a half.
  bucket_options {
    exponential_buckets {
      scale              = 0.5
      growth_factor      = 2
      num_finite_buckets = 15
    }
  }

  depends_on = [google_project_service.this]
}

resource "google_monitoring_alert_policy" "slow" {
  display_name          = "${var.name}-slow"
  combiner              = "OR"
  notification_channels = local.channels

  conditions {
    display_name = "slow"

    condition_prometheus_query_language {
      query               = local.promql_slowness
      duration            = "0s"
      evaluation_interval = "60s"
      # The metric is there once something was contained.
      disable_metric_validation = true
    }
  }

  documentation {
    content   = "One in a hundred containments of the last hour took longer than ${local.slow_seconds} seconds from the event on."
    mime_type = "text/markdown"
  }

  depends_on = [google_logging_metric.time_to_contain]
}
