# No cloud: what the variables let through.

mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789012" }
  }
}

variables {
  configuration = "test/configuration"
  contact       = null
  project       = "example-project"
  function_jar  = "test/configuration/policy.yml"
}

run "nobody_has_to_be_told" {
  command = plan

  assert {
    condition     = length(google_monitoring_notification_channel.contact) == 0
    error_message = "There is nobody to tell."
  }
}

run "a_folder_without_policy_is_refused" {
  command = plan

  variables {
    configuration = "test"
  }

  expect_failures = [var.configuration]
}

run "a_contact_is_an_address" {
  command = plan

  variables {
    contact = "nobody"
  }

  expect_failures = [var.contact]
}

run "a_project_is_an_id" {
  command = plan

  variables {
    project = "123456789012"
  }

  expect_failures = [var.project]
}

run "a_missing_jar_is_refused" {
  command = plan

  variables {
    function_jar = "no-such.jar"
  }

  expect_failures = [var.function_jar]
}

run "names_fit_everything" {
  command = plan

  variables {
    name = "a-name-of-too-many-letters"
  }

  expect_failures = [var.name]
}

run "other_runtimes_are_refused" {
  command = plan

  variables {
    runtime = "java11"
  }

  expect_failures = [var.runtime]
}

run "a_folder_and_an_organization_are_too_many" {
  command = plan

  variables {
    folder_id       = "555555555555"
    organization_id = "333333333333"
  }

  expect_failures = [var.folder_id]
}

run "findings_of_two_organizations_are_refused" {
  command = plan

  variables {
    findings_sources = ["organizations/333333333333/sources/4444", "organizations/666666666666/sources/4444"]
  }

  expect_failures = [var.findings_sources]
}

run "all_sources_at_once_are_refused" {
  command = plan

  variables {
    findings_sources = ["organizations/333333333333/sources/-"]
  }

  expect_failures = [var.findings_sources]
}

run "everybody_is_no_operator" {
  command = plan

  variables {
    operators = ["allAuthenticatedUsers"]
  }

  expect_failures = [var.operators]
}

run "a_key_for_links_must_be_named" {
  command = plan

  variables {
    decide_by_link = true
  }

  expect_failures = [var.decide_by_link]
}

run "a_seal_for_webhooks_must_be_named_for_both" {
  command = plan

  variables {
    receive_webhooks = true
    secrets = {
      receive-webhooks = { TOKEN_RESPONDER_SEAL = "projects/example-project/secrets/seal" }
    }
  }

  expect_failures = [var.receive_webhooks]
}

run "a_secret_itself_is_refused" {
  command = plan

  variables {
    secrets = { evaluate = { TOKEN_RESPONDER_SEAL = "not the name of a secret" } }
  }

  expect_failures = [var.secrets]
}

run "a_setting_for_no_function_is_refused" {
  command = plan

  variables {
    environment = { evaluation = { TOKEN_RESPONDER_GITHUB_ORGANIZATION = "example" } }
  }

  expect_failures = [var.environment]
}

run "every_function_is_bounded" {
  command = plan

  variables {
    max_instances = { evaluate = 20 }
  }

  expect_failures = [var.max_instances]
}

run "an_unknown_mode_is_refused" {
  command = plan

  variables {
    configuration = "test/mode"
  }

  expect_failures = [var.configuration]
}

run "a_folder_is_a_number" {
  command = plan

  variables {
    folder_id = "folders/555555555555"
  }

  expect_failures = [var.folder_id]
}

run "an_organization_is_a_number" {
  command = plan

  variables {
    organization_id = "example.com"
  }

  expect_failures = [var.organization_id]
}

run "some_of_each_function_must_run" {
  command = plan

  variables {
    max_instances = { evaluate = 0, revoke-sessions = 5, disable-keys = 5, notify-owners = 5, receive-webhooks = 5, decide-actions = 2 }
  }

  expect_failures = [var.max_instances]
}

run "memory_must_suffice" {
  command = plan

  variables {
    memory_size = 256
  }

  expect_failures = [var.memory_size]
}

run "a_region_is_no_zone" {
  command = plan

  variables {
    region = "us-central1-a"
  }

  expect_failures = [var.region]
}

run "a_secret_for_no_function_is_refused" {
  command = plan

  variables {
    secrets = { evaluation = { TOKEN_RESPONDER_SEAL = "projects/example-project/secrets/seal" } }
  }

  expect_failures = [var.secrets]
}

run "an_administrator_is_an_address" {
  command = plan

  variables {
    workspace_admin = "bob"
  }

  expect_failures = [var.workspace_admin]
}

run "a_policy_that_no_secret_holds_is_refused" {
  command = plan

  variables {
    configuration = "test/long"
  }

  expect_failures = [google_secret_manager_secret_version.mounted]
}

run "another_topic_for_owners_is_told_of" {
  command = plan

  variables {
    name = "another"
  }

  expect_failures = [check.owners_are_told_through_the_topic]
}
