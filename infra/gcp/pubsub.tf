locals {
  failed       = { for function in local.workers : function => "${function}-failed" }
  topics       = toset(concat(["events", "responses", "owners", "unreadable"], values(local.failed)))
  owners_topic = "projects/${var.project}/topics/${var.name}-owners"

  # Which messages go to which function.
  routes = merge(
    { evaluate = { topic = "events", function = "evaluate", filter = null } },
    !var.receive_webhooks ? {} : { received = { topic = "responses", function = "evaluate", filter = "attributes.function = \"evaluate\"" } },
    {
      for function in ["revoke-sessions", "disable-keys", "notify-owners"] : function => {
        topic    = "responses"
        function = function
        filter   = "attributes.function = \"${function}\""
      }
    },
  )

  # Who may publish to what, and nobody else is let by these topics.
  publishers = {
    events = concat(
      local.writers,
      [for config in google_scc_v2_organization_notification_config.findings : "serviceAccount:${config.service_account}"],
      tolist(var.operators),
    )
    responses  = concat([for function in sort(tolist(local.functions)) : google_service_account.function[function].member], tolist(var.operators))
    owners     = [google_service_account.function["notify-owners"].member]
    unreadable = [for function in local.workers : google_service_account.function[function].member]
  }
  pubsub_agent = "serviceAccount:service-${local.number}@gcp-sa-pubsub.iam.gserviceaccount.com"

  week          = "604800s"
  as_long_as_it = "2678400s"
}

resource "google_pubsub_topic" "this" {
  for_each = local.topics

  name = "${var.name}-${each.key}"
  # What was handled can be judged again for a week (gcloud pubsub subscriptions seek).
  message_retention_duration = contains(["events", "responses"], each.key) ? local.week : null

  depends_on = [google_project_service.this]
}

# Authoritative. What a project, folder or organization grants is inherited all the same: see README.
# Predefined: roles/pubsub.publisher holds pubsub.topics.publish and nothing else.
resource "google_pubsub_topic_iam_policy" "this" {
  for_each = local.publishers

  topic = google_pubsub_topic.this[each.key].id
  policy_data = jsonencode({
    bindings = [{ role = "roles/pubsub.publisher", members = sort(each.value) }]
  })
}

resource "google_pubsub_topic_iam_policy" "failed" {
  for_each = toset(values(local.failed))

  topic = google_pubsub_topic.this[each.key].id
  policy_data = jsonencode({
    bindings = [{ role = "roles/pubsub.publisher", members = [local.pubsub_agent] }]
  })

  # Pub/Sub's own account is there once there are subscriptions.
  depends_on = [google_pubsub_subscription.push]
}

resource "google_pubsub_subscription" "push" {
  for_each = local.routes

  name   = "${var.name}-${each.key}"
  topic  = google_pubsub_topic.this[each.value.topic].id
  filter = each.value.filter
  # More than the functions' timeout.
  ack_deadline_seconds       = 90
  message_retention_duration = local.week

  push_config {
    # The address at run.app: the only one at which ingress from Pub/Sub counts as internal (Cloud Run, "Restrict network ingress").
    push_endpoint = google_cloudfunctions2_function.worker[each.value.function].service_config[0].uri

    oidc_token {
      service_account_email = google_service_account.push.email
      audience              = local.addresses[each.value.function]
    }
  }

  # With these pauses a hundred tries are about 15 hours.
  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.this[local.failed[each.value.function]].id
    max_delivery_attempts = 100
  }

  # Never.
  expiration_policy {
    ttl = ""
  }
}

# What failed every time, or could never be read, waits here for as long as Pub/Sub lets it.
resource "google_pubsub_subscription" "kept" {
  for_each = toset(concat(["unreadable"], values(local.failed)))

  name                       = "${var.name}-${each.key}"
  topic                      = google_pubsub_topic.this[each.key].id
  ack_deadline_seconds       = 600
  message_retention_duration = local.as_long_as_it

  expiration_policy {
    ttl = ""
  }
}

# To move a message to the dead letters, Pub/Sub acknowledges it. Predefined: the documented role.
resource "google_pubsub_subscription_iam_member" "dead_letters" {
  for_each = local.routes

  subscription = google_pubsub_subscription.push[each.key].name
  role         = "roles/pubsub.subscriber"
  member       = local.pubsub_agent
}
