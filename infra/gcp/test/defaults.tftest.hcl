# No cloud: what is made as it comes, and with everything on.

mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789012" }
  }
  mock_data "google_folder" {
    defaults = { organization = "organizations/333333333333" }
  }
}

variables {
  configuration = "test/configuration"
  contact       = "security@example.com"
  project       = "example-project"
  function_jar  = "test/configuration/policy.yml"
}

run "as_it_comes_it_watches" {
  assert {
    condition     = output.mode == "monitor"
    error_message = "The mode must be the policy's."
  }
  assert {
    condition     = toset(keys(google_cloudfunctions2_function.worker)) == toset(["evaluate", "revoke-sessions", "disable-keys", "notify-owners"])
    error_message = "These four must be there."
  }
  assert {
    condition     = google_firestore_database.incidents.delete_protection_state == "DELETE_PROTECTION_ENABLED" && google_firestore_database.incidents.point_in_time_recovery_enablement == "POINT_IN_TIME_RECOVERY_ENABLED"
    error_message = "The incidents must be protected."
  }
  assert {
    condition     = output.state == "firestore:example-project/token-responder"
    error_message = "The command line must find the incidents."
  }
  assert {
    condition     = output.workspace_client_id == null && length(google_service_account.workspace) == 0
    error_message = "Nobody may act in Workspace unasked."
  }
}

run "nothing_is_open_to_the_internet" {
  assert {
    condition     = length(google_cloudfunctions2_function.open) == 0 && length(output.urls) == 0
    error_message = "Nothing may answer the internet."
  }
  assert {
    condition     = alltrue([for function in values(google_cloudfunctions2_function.worker) : function.service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"])
    error_message = "Only Pub/Sub and Cloud Tasks may reach the workers."
  }
  assert {
    condition     = google_storage_bucket.code.public_access_prevention == "enforced" && google_storage_bucket.code.uniform_bucket_level_access
    error_message = "The code must not be public."
  }
}

run "evaluate_can_change_nothing" {
  assert {
    condition     = length(output.granted["evaluate"]) > 0 && alltrue([for call in output.granted["evaluate"] : startswith(call, "datastore.entities.") || call == "pubsub.topics.publish"])
    error_message = "evaluate may only use the database and the topics."
  }
  assert {
    condition     = !contains(keys(local.granted), "evaluate/scope")
    error_message = "evaluate may have no role over what is looked after."
  }
}

run "the_projects_own_actions_are_granted_and_no_more" {
  assert {
    condition = alltrue([
      for function, calls in output.granted : toset(calls) == toset([
        for call in concat(local.needed[function].own, local.needed[function].act) :
        call if !can(regex("^resourcemanager[.](folders|organizations)[.]|signJwt$|^container[.]", call))
      ])
    ])
    error_message = "Granted and declared differ."
  }
  assert {
    condition     = length(google_organization_iam_custom_role.function) == 0 && length(google_organization_iam_member.scope) == 0 && length(google_folder_iam_member.scope) == 0
    error_message = "Nothing beyond the project may be touched."
  }
}

run "roles_hold_what_is_granted" {
  assert {
    condition = alltrue([
      for function, calls in output.granted :
      toset([for call in calls : call if call != "pubsub.topics.publish"]) == toset(flatten([
        for key, role in google_project_iam_custom_role.function : tolist(role.permissions) if split("/", key)[0] == function
      ]))
    ])
    error_message = "The roles hold something else than what is said to be granted."
  }
  assert {
    condition     = alltrue([for member in values(google_project_iam_member.database) : member.condition[0].expression == "resource.name == \"projects/example-project/databases/token-responder\""])
    error_message = "No other database of the project may be read."
  }
  assert {
    condition     = toset(keys(google_service_account_iam_member.push)) == toset(["revoke-sessions", "disable-keys"])
    error_message = "Only the act functions may have tasks delivered."
  }
}

run "nobody_else_may_publish" {
  assert {
    condition     = sort(concat(keys(google_pubsub_topic_iam_policy.this), keys(google_pubsub_topic_iam_policy.failed))) == sort(keys(google_pubsub_topic.this))
    error_message = "Each topic must have a policy of its own."
  }
  assert {
    condition     = toset(jsondecode(google_pubsub_topic_iam_policy.this["events"].policy_data).bindings[0].members) == toset([google_logging_project_sink.events["gcp.audit"].writer_identity])
    error_message = "Only the sink may publish events."
  }
  assert {
    condition     = toset(jsondecode(google_pubsub_topic_iam_policy.this["responses"].policy_data).bindings[0].members) == toset([for account in values(google_service_account.function) : account.member])
    error_message = "Only the functions may publish responses."
  }
  assert {
    condition = alltrue([
      for policy in concat(values(google_pubsub_topic_iam_policy.this), values(google_pubsub_topic_iam_policy.failed)) :
      jsondecode(policy.policy_data).bindings[*].role == ["roles/pubsub.publisher"] && !can(regex("allUsers|allAuthenticatedUsers", policy.policy_data))
    ])
    error_message = "Topics may be for publishing only, and to nobody at large."
  }
  assert {
    condition = alltrue([
      for function in ["evaluate", "revoke-sessions", "disable-keys", "notify-owners"] :
      jsondecode(google_pubsub_topic_iam_policy.failed["${function}-failed"].policy_data).bindings[0].members == ["serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com"]
    ])
    error_message = "Only Pub/Sub itself may put messages among those that failed."
  }
}

run "pushes_prove_where_they_come_from" {
  assert {
    condition = alltrue([
      for key, subscription in google_pubsub_subscription.push :
      subscription.push_config[0].oidc_token[0].audience == google_cloudfunctions2_function.worker[key].service_config[0].environment_variables["TOKEN_RESPONDER_PUSH_AUDIENCE"]
      && subscription.push_config[0].oidc_token[0].service_account_email == google_cloudfunctions2_function.worker[key].service_config[0].environment_variables["TOKEN_RESPONDER_PUSH_ACCOUNT"]
      && subscription.push_config[0].push_endpoint == google_cloudfunctions2_function.worker[key].service_config[0].uri
    ])
    error_message = "What a subscription says and what its function expects differ."
  }
  assert {
    condition     = length(distinct([for function in values(google_cloudfunctions2_function.worker) : function.service_config[0].environment_variables["TOKEN_RESPONDER_PUSH_AUDIENCE"]])) == 4
    error_message = "A push for one function must be no push for another."
  }
}

run "nothing_is_lost" {
  assert {
    condition = alltrue([
      for key, subscription in google_pubsub_subscription.push :
      subscription.dead_letter_policy[0].dead_letter_topic == google_pubsub_topic.this["${key}-failed"].id
      && subscription.dead_letter_policy[0].max_delivery_attempts == 100
      && google_pubsub_subscription.kept["${key}-failed"].topic == google_pubsub_topic.this["${key}-failed"].id
      && contains(keys(google_pubsub_subscription_iam_member.dead_letters), key)
    ])
    error_message = "What fails every time must be kept."
  }
  assert {
    condition     = alltrue([for subscription in concat(values(google_pubsub_subscription.push), values(google_pubsub_subscription.kept)) : subscription.expiration_policy[0].ttl == ""])
    error_message = "No subscription may expire."
  }
  assert {
    condition     = alltrue([for key, subscription in google_pubsub_subscription.push : subscription.ack_deadline_seconds > google_cloudfunctions2_function.worker[key].service_config[0].timeout_seconds])
    error_message = "Pub/Sub must wait longer than a function may take."
  }
  assert {
    condition     = google_pubsub_subscription.push["revoke-sessions"].filter == "attributes.function = \"revoke-sessions\"" && google_pubsub_subscription.push["evaluate"].filter == null
    error_message = "Each function must get what is for it."
  }
  assert {
    condition     = toset(output.dead_letters) == toset([for name in ["unreadable", "evaluate-failed", "revoke-sessions-failed", "disable-keys-failed", "notify-owners-failed"] : "token-responder-${name}"])
    error_message = "These are where dead letters wait."
  }
  assert {
    condition = alltrue([
      for name in concat(output.dead_letters, values(google_pubsub_subscription.push)[*].name) :
      anytrue([for alert in values(google_monitoring_alert_policy.this) : strcontains(alert.conditions[0].condition_threshold[0].filter, "resource.labels.subscription_id = \"${name}\"")])
    ])
    error_message = "Each subscription must be watched."
  }
  assert {
    condition = alltrue([
      for key, subscription in google_pubsub_subscription.push :
      google_monitoring_alert_policy.this["${key}-refused"].conditions[0].condition_threshold[0].filter == "resource.type = \"pubsub_subscription\" AND resource.labels.subscription_id = \"${subscription.name}\" AND metric.type = \"pubsub.googleapis.com/subscription/push_request_count\" AND metric.labels.response_class != \"ack\" AND metric.labels.response_code != \"resource_exhausted\""
    ])
    error_message = "Pushes that Cloud Run refuses must be told of."
  }
  assert {
    condition = alltrue([
      for key, queue in google_cloud_tasks_queue.recheck :
      google_monitoring_alert_policy.this["${key}-tasks-refused"].conditions[0].condition_threshold[0].filter == "resource.type = \"cloud_tasks_queue\" AND resource.labels.queue_id = \"${queue.name}\" AND metric.type = \"cloudtasks.googleapis.com/queue/task_attempt_count\" AND metric.labels.response_code != \"ok\" AND metric.labels.response_code != \"resource_exhausted\""
    ])
    error_message = "Tasks that Cloud Run refuses must be told of."
  }
}

run "a_second_plan_would_show_no_change" {
  variables {
    secrets = {
      evaluate = { TOKEN_RESPONDER_SEAL = "projects/example-project/secrets/seal", TOKEN_RESPONDER_LINK_KEY = "projects/another-project/secrets/links" }
    }
  }

  assert {
    condition = [for tile in jsondecode(google_monitoring_dashboard.responder.dashboard_json).mosaicLayout.tiles : [lookup(tile, "xPos", null), lookup(tile, "yPos", null)]] == [
      [null, null], [6, null], [null, 4], [6, 4], [null, 8], [6, 8],
    ]
    error_message = "Positions that are zero do not come back."
  }
  assert {
    condition     = alltrue(flatten([for function in values(google_cloudfunctions2_function.worker) : [for volume in function.service_config[0].secret_volumes : volume.project_id == "123456789012"]]))
    error_message = "The project of a mounted secret comes back as its number."
  }
  assert {
    condition = { for setting in google_cloudfunctions2_function.worker["evaluate"].service_config[0].secret_environment_variables : setting.key => setting.project_id } == {
      TOKEN_RESPONDER_SEAL     = "123456789012"
      TOKEN_RESPONDER_LINK_KEY = "another-project"
    }
    error_message = "The project's own secrets are named by its number too."
  }
}

run "images_are_built_from_the_code_alone" {
  assert {
    condition = google_project_iam_member.build["roles/storage.objectViewer"].condition[0].expression == join(" || ", [
      for bucket in ["gcf-v2-sources-123456789012-us-central1", "example-project-token-responder-code"] :
      "resource.name == \"projects/_/buckets/${bucket}\" || resource.name.startsWith(\"projects/_/buckets/${bucket}/\")"
    ])
    error_message = "No other bucket may be read, whatever its name begins with."
  }
  assert {
    condition     = contains(terraform_data.code_zip.triggers_replace, google_storage_bucket.code.id)
    error_message = "A new bucket must get the code, whoever makes it."
  }
}

run "the_responder_never_acts_on_itself" {
  variables {
    workspace_admin = "bob@example.com"
  }

  assert {
    condition = alltrue([
      for function in values(google_cloudfunctions2_function.worker) :
      toset(split(",", function.service_config[0].environment_variables["TOKEN_RESPONDER_OWN_ACCOUNTS"])) == toset(concat(
        values(google_service_account.function)[*].email,
        [google_service_account.push.email, google_service_account.build.email, google_service_account.workspace[0].email, "bob@example.com"],
      ))
    ])
    error_message = "All of its accounts must be exempt in every function."
  }
}

run "what_the_responder_does_for_each_event_is_no_event" {
  variables {
    workspace_admin = "bob@example.com"
  }

  assert {
    condition = alltrue([
      for account in concat(values(google_service_account.function), [google_service_account.push, google_service_account.build, google_service_account.workspace[0]]) :
      strcontains(google_logging_project_sink.events["gcp.audit"].exclusions[0].filter, "\"${account.email}\"")
    ])
    error_message = "Each of its accounts must be known by its own calls."
  }
  assert {
    condition = startswith(google_logging_project_sink.events["gcp.audit"].exclusions[0].filter, "logName:\"cloudaudit.googleapis.com%2Fdata_access\" AND protoPayload.authenticationInfo.principalEmail = (\"") && endswith(
      google_logging_project_sink.events["gcp.audit"].exclusions[0].filter,
      "\") AND protoPayload.serviceName = (\"firestore.googleapis.com\" OR \"pubsub.googleapis.com\" OR \"cloudtasks.googleapis.com\" OR \"secretmanager.googleapis.com\")"
    )
    error_message = "What its accounts do elsewhere, and what they change, must still come."
  }
  assert {
    condition     = !strcontains(google_logging_project_sink.events["gcp.audit"].exclusions[0].filter, "bob@example.com")
    error_message = "The administrator is a person, whose events come."
  }
  assert {
    condition     = google_logging_project_sink.events["gcp.audit"].exclusions[1].filter == "logName:\"cloudaudit.googleapis.com%2Fdata_access\" AND protoPayload.authenticationInfo.principalEmail = (\"service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com\" OR \"service-123456789012@gcp-sa-cloudtasks.iam.gserviceaccount.com\") AND protoPayload.serviceName = \"iamcredentials.googleapis.com\" AND protoPayload.methodName = \"GenerateIdToken\""
    error_message = "Tokens for pushes must be no events either."
  }
}

run "the_functions_themselves_see_who_calls" {
  assert {
    condition = alltrue([
      for function, binding in google_cloud_run_v2_service_iam_binding.invoker :
      binding.name == google_cloudfunctions2_function.worker[function].name && binding.role == "roles/run.invoker" && join(",", binding.members) == "allUsers"
    ]) && toset(keys(google_cloud_run_v2_service_iam_binding.invoker)) == toset(keys(google_cloudfunctions2_function.worker))
    error_message = "Cloud Run must hand them the token as it came."
  }
}

run "an_organization_may_forbid_all_users" {
  variables {
    turn_off_invoker_check = false
  }

  assert {
    condition     = length(google_cloud_run_v2_service_iam_binding.invoker) == 0
    error_message = "Then nothing may be granted to them."
  }
}

run "the_audit_logs_that_rules_need_are_on" {
  assert {
    condition = { for service, config in google_project_iam_audit_config.this : service => sort(config.audit_log_config[*].log_type) } == {
      for log in jsondecode(file("generated/audit-logs.json")) : log.service => sort(log.log_types)
    }
    error_message = "They must be those that the rules need."
  }
}

run "audit_logs_can_be_left_alone" {
  variables {
    audit_logs = false
  }

  assert {
    condition     = length(google_project_iam_audit_config.this) == 0
    error_message = "Then nothing may be changed about them."
  }
}

run "alerts_reach_the_contact" {
  assert {
    condition = alltrue([
      for alert in concat(values(google_monitoring_alert_policy.this), values(google_monitoring_alert_policy.outcome), [google_monitoring_alert_policy.slow]) :
      join(",", alert.notification_channels) == google_monitoring_notification_channel.contact[0].id
    ])
    error_message = "An alert that nobody hears of is none."
  }
  assert {
    condition     = google_monitoring_alert_policy.slow.conditions[0].condition_prometheus_query_language[0].disable_metric_validation
    error_message = "The metric is not there yet when the alert is made."
  }
}

run "with_everything" {
  override_resource {
    target = google_logging_organization_sink.events
    values = { writer_identity = "serviceAccount:service-org-333333333333@gcp-sa-logging.iam.gserviceaccount.com" }
  }

  variables {
    configuration    = "test/everything"
    organization_id  = "333333333333"
    findings_sources = ["organizations/333333333333/sources/4444"]
    workspace_admin  = "bob@example.com"
    gke              = true
    decide_by_link   = true
    receive_webhooks = true
    operators        = ["user:alice@example.com"]
    secrets = {
      receive-webhooks = { TOKEN_RESPONDER_SEAL = "projects/example-project/secrets/seal" }
      evaluate         = { TOKEN_RESPONDER_SEAL = "projects/example-project/secrets/seal/versions/7" }
      decide-actions   = { TOKEN_RESPONDER_LINK_KEY = "projects/example-project/secrets/links" }
      notify-owners    = { TOKEN_RESPONDER_LINK_KEY = "projects/example-project/secrets/links" }
    }
  }

  assert {
    condition = alltrue([
      for function, calls in output.granted :
      toset(calls) == toset(concat(local.needed[function].own, local.needed[function].act, local.needed[function].undo))
    ])
    error_message = "Granted and declared differ."
  }
  assert {
    condition     = length(google_project_iam_member.scope) == 0 && toset(keys(google_organization_iam_member.scope)) == toset(["revoke-sessions", "disable-keys", "notify-owners"])
    error_message = "What acts in the organization is granted there."
  }
  assert {
    condition     = alltrue([for sink in values(google_logging_organization_sink.events) : sink.include_children]) && toset(keys(google_logging_organization_sink.events)) == toset(["gcp.audit", "workspace.audit"])
    error_message = "The sinks must take in all projects, and Workspace."
  }
  assert {
    condition     = length(google_logging_project_sink.events) == 0 && length(google_project_iam_audit_config.this) == 0
    error_message = "Nothing may come twice."
  }
  assert {
    condition     = strcontains(google_logging_organization_sink.events["gcp.audit"].filter, "severity=\"NOTICE\"")
    error_message = "The user's own filter comes first."
  }
  assert {
    condition     = { for service, config in google_organization_iam_audit_config.this : service => join(",", config.audit_log_config[*].log_type) } == { "storage.googleapis.com" = "DATA_READ" }
    error_message = "The user's own list of logs comes first."
  }
  assert {
    condition = toset(jsondecode(google_pubsub_topic_iam_policy.this["events"].policy_data).bindings[0].members) == toset(concat(
      values(google_logging_organization_sink.events)[*].writer_identity,
      ["serviceAccount:${google_scc_v2_organization_notification_config.findings[0].service_account}", "user:alice@example.com"],
    ))
    error_message = "Only sinks, Security Command Center and operators may publish events."
  }
  assert {
    condition     = length(jsondecode(google_pubsub_topic_iam_policy.this["events"].policy_data).bindings[0].members) == 3
    error_message = "Sinks of one organization have one account, which must be named once."
  }
  assert {
    condition     = alltrue([for sink in values(google_logging_organization_sink.events) : length(sink.exclusions) == 2])
    error_message = "The sinks must leave out what the responder does itself."
  }
  assert {
    condition     = google_scc_v2_organization_notification_config.findings[0].streaming_config[0].filter == "state = \"ACTIVE\" AND (parent = \"organizations/333333333333/sources/4444\" OR parent = \"organizations/333333333333/sources/4444/locations/global\")"
    error_message = "Only findings of the named sources may come."
  }
  assert {
    condition     = google_pubsub_subscription.push["received"].filter == "attributes.function = \"evaluate\"" && google_pubsub_subscription.push["received"].push_config[0].push_endpoint == google_cloudfunctions2_function.worker["evaluate"].service_config[0].uri
    error_message = "What came by webhook is judged too."
  }
  assert {
    condition     = google_cloudfunctions2_function.worker["notify-owners"].service_config[0].environment_variables["TOKEN_RESPONDER_LINK_URL"] == output.urls["decide-actions"]
    error_message = "Links must lead to decide-actions."
  }
  assert {
    condition     = strcontains(google_logging_project_exclusion.links[0].filter, "requests\" AND resource.labels.service_name = \"token-responder-decide-actions\"")
    error_message = "Links must not come into the log."
  }
  assert {
    condition     = { for setting in google_cloudfunctions2_function.worker["evaluate"].service_config[0].secret_environment_variables : setting.key => setting.version } == { TOKEN_RESPONDER_SEAL = "7" } && google_cloudfunctions2_function.open["receive-webhooks"].service_config[0].secret_environment_variables[0].version == "latest"
    error_message = "A secret must be that of the version that is named."
  }
  assert {
    condition     = contains(keys(google_secret_manager_secret_iam_member.reader), "decide-actions/TOKEN_RESPONDER_LINK_KEY") && !contains(keys(google_secret_manager_secret_iam_member.reader), "decide-actions/policy")
    error_message = "Each reads its own secrets only."
  }
  assert {
    condition     = toset(keys(google_service_account_iam_member.workspace)) == toset(["revoke-sessions"])
    error_message = "Only revoke-sessions may sign as Workspace's account."
  }
  assert {
    condition = {
      for volume in google_cloudfunctions2_function.worker["evaluate"].service_config[0].secret_volumes : volume.mount_path => volume.versions[0].path
      } == {
      "/etc/token-responder/policy"        = "policy.yml"
      "/etc/token-responder/rules/rules-0" = "rules.yml"
      "/etc/token-responder/rules/rules-1" = "rules.yml"
    }
    error_message = "Policy and rules must be mounted, each secret in a folder of its own."
  }
  assert {
    condition     = google_cloudfunctions2_function.worker["evaluate"].service_config[0].environment_variables["TOKEN_RESPONDER_RULES"] == "/etc/token-responder/rules" && length(regexall("title: Example", join("", values(local.rules)))) == 6 && length(regexall("(?m)^---$", local.rules["rules-0"])) == 4
    error_message = "Each rule must be one document, and evaluate must find them all."
  }
}

run "a_folder_is_looked_after" {
  variables {
    folder_id = "555555555555"
  }

  assert {
    condition     = length(google_logging_folder_sink.events) == 1 && alltrue([for sink in values(google_logging_folder_sink.events) : sink.include_children])
    error_message = "The sink must take in all projects of the folder."
  }
  assert {
    condition     = length(google_logging_folder_sink.events["gcp.audit"].exclusions) == 2
    error_message = "The sink must leave out what the responder does itself."
  }
  assert {
    condition     = alltrue([for role in values(google_organization_iam_custom_role.function) : role.org_id == "333333333333"])
    error_message = "The roles must be those of the folder's organization."
  }
  assert {
    condition     = alltrue([for role in values(google_organization_iam_custom_role.function) : startswith(role.role_id, "token_responder_123456789012_") && length(role.role_id) <= 64])
    error_message = "Two responders in one organization must not have the same roles."
  }
  assert {
    condition     = contains(output.granted["revoke-sessions"], "resourcemanager.folders.setIamPolicy") && !contains(output.granted["revoke-sessions"], "resourcemanager.organizations.setIamPolicy")
    error_message = "The organization is not to be changed."
  }
  assert {
    condition     = length(google_folder_iam_member.scope) == 3 && length(google_organization_iam_member.scope) == 0
    error_message = "What acts in the folder is granted there."
  }
}
