locals {
  package = "dev.tokenresponder.gcp.function"
  entry_points = {
    evaluate         = "EvaluateFunction"
    revoke-sessions  = "RevokeSessionsFunction"
    disable-keys     = "DisableKeysFunction"
    notify-owners    = "NotifyOwnersFunction"
    receive-webhooks = "ReceiveWebhooksFunction"
    decide-actions   = "DecideActionsFunction"
  }
  # Less than the lease on an action, and than the time that Pub/Sub waits.
  timeout = 80

  workers   = ["evaluate", "revoke-sessions", "disable-keys", "notify-owners"]
  act       = ["revoke-sessions", "disable-keys"]
  open      = concat(var.receive_webhooks ? ["receive-webhooks"] : [], var.decide_by_link ? ["decide-actions"] : [])
  functions = toset(concat(local.workers, local.open))

  # Known before the functions are there (Cloud Run, "Deterministic URL").
  addresses = { for function in local.workers : function => "https://${var.name}-${function}-${local.number}.${var.region}.run.app" }

  service_accounts = concat(
    [for function in sort(tolist(local.functions)) : google_service_account.function[function].email],
    [google_service_account.push.email, google_service_account.build.email],
    google_service_account.workspace[*].email,
  )
  # Whom it never acts on.
  own_accounts = concat(local.service_accounts, var.workspace_admin == null ? [] : [var.workspace_admin])

  common_environment = {
    TOKEN_RESPONDER_PROJECT  = var.project
    TOKEN_RESPONDER_DATABASE = google_firestore_database.incidents.name
    TOKEN_RESPONDER_TOPIC    = google_pubsub_topic.this["responses"].id
  }

  worker_environment = {
    TOKEN_RESPONDER_POLICY       = "${local.mounts.policy.path}/${local.mounts.policy.file}"
    TOKEN_RESPONDER_DEAD_LETTERS = google_pubsub_topic.this["unreadable"].id
    TOKEN_RESPONDER_PUSH_ACCOUNT = google_service_account.push.email
    TOKEN_RESPONDER_OWN_ACCOUNTS = join(",", local.own_accounts)
  }

  workspace_environment = var.workspace_admin == null ? {} : {
    TOKEN_RESPONDER_WORKSPACE_ACCOUNT = google_service_account.workspace[0].email
    TOKEN_RESPONDER_WORKSPACE_ADMIN   = var.workspace_admin
  }

  particular_environment = {
    evaluate = length(local.rule_files) == 0 ? {} : { TOKEN_RESPONDER_RULES = "${local.folder}/rules" }
    revoke-sessions = merge(
      { TOKEN_RESPONDER_RECHECK_QUEUE = local.queues["revoke-sessions"], TOKEN_RESPONDER_RECHECK_URL = local.addresses["revoke-sessions"] },
      local.workspace_environment,
    )
    disable-keys  = { TOKEN_RESPONDER_RECHECK_QUEUE = local.queues["disable-keys"], TOKEN_RESPONDER_RECHECK_URL = local.addresses["disable-keys"] }
    notify-owners = var.decide_by_link ? { TOKEN_RESPONDER_LINK_URL = google_cloudfunctions2_function.open["decide-actions"].service_config[0].uri } : {}
  }
}

# What judges and acts; only Pub/Sub and Cloud Tasks reach it. No event trigger: subscriptions of our own retry, and are verified.
resource "google_cloudfunctions2_function" "worker" {
  for_each = toset(local.workers)

  name     = "${var.name}-${each.key}"
  location = var.region

  build_config {
    runtime           = var.runtime
    entry_point       = "${local.package}.${local.entry_points[each.key]}"
    docker_repository = google_artifact_registry_repository.images.id
    service_account   = google_service_account.build.id

    source {
      storage_source {
        bucket = google_storage_bucket.code.name
        object = google_storage_bucket_object.code.name
      }
    }
  }

  service_config {
    service_account_email = google_service_account.function[each.key].email
    ingress_settings      = "ALLOW_INTERNAL_ONLY"
    available_memory      = "${var.memory_size}Mi"
    available_cpu         = "1"
    timeout_seconds       = local.timeout
    max_instance_count    = var.max_instances[each.key]

    environment_variables = merge(
      lookup(var.environment, each.key, {}),
      local.common_environment,
      local.worker_environment,
      local.particular_environment[each.key],
      { TOKEN_RESPONDER_PUSH_AUDIENCE = local.addresses[each.key] },
    )

    # A project by its number, as Cloud Functions gives it back: by its id, each plan would show a change.
    dynamic "secret_environment_variables" {
      for_each = { for key, setting in local.settings : setting.variable => setting if setting.function == each.key }

      content {
        key        = secret_environment_variables.key
        project_id = secret_environment_variables.value.project == var.project ? local.number : secret_environment_variables.value.project
        secret     = secret_environment_variables.value.secret
        version    = secret_environment_variables.value.version
      }
    }

    dynamic "secret_volumes" {
      for_each = { for secret, mount in local.mounts : secret => mount if contains(mount.functions, each.key) }

      content {
        mount_path = secret_volumes.value.path
        project_id = local.number
        secret     = google_secret_manager_secret.mounted[secret_volumes.key].secret_id

        versions {
          version = google_secret_manager_secret_version.mounted[secret_volumes.key].version
          path    = secret_volumes.value.file
        }
      }
    }
  }

  depends_on = [google_project_iam_member.build, google_artifact_registry_repository_iam_member.build, google_secret_manager_secret_iam_member.reader]
}

# What answers the internet; neither has a policy, nor power over anybody.
resource "google_cloudfunctions2_function" "open" {
  for_each = toset(local.open)

  name     = "${var.name}-${each.key}"
  location = var.region

  build_config {
    runtime           = var.runtime
    entry_point       = "${local.package}.${local.entry_points[each.key]}"
    docker_repository = google_artifact_registry_repository.images.id
    service_account   = google_service_account.build.id

    source {
      storage_source {
        bucket = google_storage_bucket.code.name
        object = google_storage_bucket_object.code.name
      }
    }
  }

  service_config {
    service_account_email = google_service_account.function[each.key].email
    ingress_settings      = "ALLOW_ALL"
    available_memory      = "${var.memory_size}Mi"
    available_cpu         = "1"
    timeout_seconds       = local.timeout
    max_instance_count    = var.max_instances[each.key]

    environment_variables = merge(lookup(var.environment, each.key, {}), local.common_environment)

    dynamic "secret_environment_variables" {
      for_each = { for key, setting in local.settings : setting.variable => setting if setting.function == each.key }

      content {
        key        = secret_environment_variables.key
        project_id = secret_environment_variables.value.project == var.project ? local.number : secret_environment_variables.value.project
        secret     = secret_environment_variables.value.secret
        version    = secret_environment_variables.value.version
      }
    }
  }

  depends_on = [google_project_iam_member.build, google_artifact_registry_repository_iam_member.build, google_secret_manager_secret_iam_member.reader]
}
