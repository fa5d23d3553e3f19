output "accounts" {
  description = "The functions' service accounts: whom to let in to clusters of GKE, for example."
  value       = { for function, account in google_service_account.function : function => account.email }
}

output "dead_letters" {
  description = "The subscriptions in which waits what failed every time or could not be read."
  value       = values(local.dead_letters)
}

output "granted" {
  description = "What each function may call, apart from reading its own secrets."
  value       = local.calls
}

output "mode" {
  description = "The mode of the policy that is in force."
  value       = try(local.policy.mode, "monitor")
}

output "owners_topic" {
  description = "What policy.yml may name under notifications.pubsub_topic."
  value       = local.owners_topic
}

output "state" {
  description = "The incidents, for --state of bin/token-responder."
  value       = "firestore:${var.project}/${google_firestore_database.incidents.name}"
}

output "topics" {
  description = "The responder's topics: what is judged is put on events; Action Completed and Incident Updated can be subscribed to at responses."
  value       = { for name, topic in google_pubsub_topic.this : name => topic.id }
}

output "urls" {
  description = "The functions that answer the internet."
  value       = { for function, deployed in google_cloudfunctions2_function.open : function => deployed.service_config[0].uri }
}

output "workspace_client_id" {
  description = "The client id to enter in the Admin console, under domain-wide delegation; null without workspace_admin."
  value       = try(google_service_account.workspace[0].unique_id, null)
}
