locals {
  our_functions     = join("|", [for function in values(local.all_functions) : function.name])
  our_subscriptions = join("|", [for subscription in values(google_pubsub_subscription.push) : subscription.name])
  our_dead_letters  = join("|", values(local.dead_letters))

  charts = {
    "Requests"                       = "sum by (service_name, response_code_class) (rate(run_googleapis_com:request_count{monitored_resource=\"cloud_run_revision\", service_name=~\"${local.our_functions}\"}[5m]))"
    "Duration, ms"                   = "histogram_quantile(0.99, sum by (le, service_name) (increase(run_googleapis_com:request_latencies_bucket{monitored_resource=\"cloud_run_revision\", service_name=~\"${local.our_functions}\"}[5m])))"
    "How long messages wait, s"      = "max by (subscription_id) (pubsub_googleapis_com:subscription_oldest_unacked_message_age{monitored_resource=\"pubsub_subscription\", subscription_id=~\"${local.our_subscriptions}\"})"
    "What failed"                    = "max by (subscription_id) (pubsub_googleapis_com:subscription_num_undelivered_messages{monitored_resource=\"pubsub_subscription\", subscription_id=~\"${local.our_dead_letters}\"})"
    "Actions"                        = "sum by (status) (increase(logging_googleapis_com:user_${replace(google_logging_metric.actions.name, "-", "_")}{monitored_resource=\"cloud_run_revision\"}[5m]))"
    "Time to contain, s (99 in 100)" = "histogram_quantile(0.99, sum by (le) (increase(${local.promql_contain}[1h])))"
  }
}

resource "google_monitoring_dashboard" "responder" {
  dashboard_json = jsonencode({
    displayName = var.name
    mosaicLayout = {
      columns = 12
      tiles = [
        for index, title in keys(local.charts) : merge(
          # Zeros do not come back: each plan would show a change.
          { for edge, position in { xPos = 6 * (index % 2), yPos = 4 * floor(index / 2) } : edge => position if position > 0 },
          {
            width  = 6
            height = 4
            widget = {
              title = title
              xyChart = {
                dataSets = [{
                  timeSeriesQuery = { prometheusQuery = local.charts[title] }
                  plotType        = "LINE"
                }]
              }
            }
          },
        )
      ]
    }
  })

  depends_on = [google_project_service.this]
}
