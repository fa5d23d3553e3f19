# No AWS: what the variables let through, and what follows from them.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_region" {
    defaults = { id = "us-east-1", name = "us-east-1" }
  }
}

variables {
  configuration = "test/configuration"
  contact       = null
  function_zip  = "test/configuration/policy.yml"
}

run "as_it_comes_it_watches" {
  command = plan

  assert {
    condition     = output.mode == "monitor"
    error_message = "The mode must be the policy's."
  }
  assert {
    condition     = length(aws_lambda_function_url.open) == 0
    error_message = "Nothing may be open to the internet."
  }
  assert {
    condition     = aws_dynamodb_table.incidents.deletion_protection_enabled
    error_message = "The incidents must be protected."
  }
  assert {
    condition     = toset(keys(aws_lambda_function.worker)) == toset(["evaluate", "revoke-sessions", "disable-keys", "notify-owners"])
    error_message = "These four must be there."
  }
  assert {
    condition     = length([for arn in local.resources.sts : arn]) == 0
    error_message = "Without a member role no role may be assumed."
  }
}

run "alarms_look_where_the_functions_write" {
  command = plan

  assert {
    condition = alltrue([
      for alarm in ["actions-held", "actions-failed", "time-to-contain", "event-age"] :
      aws_cloudwatch_metric_alarm.this[alarm].namespace == local.common_environment.TOKEN_RESPONDER_METRICS
    ])
    error_message = "The alarms must be about the metrics that the functions write."
  }
}

run "evaluate_can_change_nothing" {
  command = plan

  assert {
    condition     = alltrue([for call in output.granted["evaluate"] : startswith(call, "dynamodb:") || call == "events:PutEvents"])
    error_message = "evaluate may only use the table and the bus."
  }
}

run "with_everything_on_what_is_granted_is_what_is_declared" {
  command = plan

  variables {
    decide_by_link   = true
    receive_webhooks = true
    member_role      = "token-responder-member"
    identity_center  = { instance = "arn:aws:sso:::instance/ssoins-1234567890abcdef" }
    eks_clusters     = ["arn:aws:eks:us-east-1:111122223333:cluster/production"]
    secrets = {
      for function in ["evaluate", "revoke-sessions", "disable-keys", "notify-owners", "receive-webhooks", "decide-actions"] :
      function => {
        TOKEN_RESPONDER_SEAL     = "arn:aws:secretsmanager:us-east-1:111122223333:secret:seal-a1B2c3"
        TOKEN_RESPONDER_LINK_KEY = "arn:aws:secretsmanager:us-east-1:111122223333:secret:links-a1B2c3"
      }
    }
  }

  assert {
    condition = toset(keys(output.granted)) == toset(keys(local.needed)) && alltrue([
      for function, calls in output.granted :
      toset(calls) == toset(concat(local.needed[function].own, local.needed[function].act, local.needed[function].undo))
    ])
    error_message = "Granted and declared differ."
  }
}

run "only_the_secrets_that_a_function_is_given_may_be_read" {
  command = plan

  variables {
    secrets = { notify-owners = { TOKEN_RESPONDER_CHAT_WEBHOOK = "arn:aws:secretsmanager:us-east-1:111122223333:secret:chat-a1B2c3" } }
  }

  assert {
    condition = (
      join(" ", local.own_resources["notify-owners"].secretsmanager) == "arn:aws:secretsmanager:us-east-1:111122223333:secret:chat-a1B2c3" &&
      join(" ", [for function, calls in output.granted : function if contains(calls, "secretsmanager:GetSecretValue")]) == "notify-owners"
    )
    error_message = "notify-owners alone may read its one secret."
  }
}

run "what_is_invoked_is_the_version_with_a_snapshot" {
  command = plan

  assert {
    condition = (
      aws_lambda_function.worker["evaluate"].publish &&
      aws_lambda_function.worker["evaluate"].snap_start[0].apply_on == "PublishedVersions" &&
      aws_lambda_permission.route["aws-cloudtrail"].qualifier == "live" &&
      aws_lambda_permission.route["revoke-sessions"].qualifier == null
    )
    error_message = "evaluate must be invoked by its alias, and the others, whose versions could fall asleep, by themselves."
  }
}

run "what_failed_is_kept_without_our_key" {
  command = plan

  variables {
    buffer_events = true
  }

  assert {
    condition = alltrue([
      for queue in concat(values(aws_sqs_queue.failed), values(aws_sqs_queue.work_failed), [aws_sqs_queue.bus_failed]) :
      queue.sqs_managed_sse_enabled && queue.kms_master_key_id == null
    ])
    error_message = "A queue of what failed must work when the key does not."
  }
}

run "what_comes_from_the_internet_can_ask_for_nothing" {
  command = plan

  variables {
    receive_webhooks = true
    secrets = {
      for function in ["receive-webhooks", "evaluate"] :
      function => { TOKEN_RESPONDER_SEAL = "arn:aws:secretsmanager:us-east-1:111122223333:secret:seal-a1B2c3" }
    }
  }

  assert {
    condition = [
      for statement in local.granted["receive-webhooks"] : statement.Condition.StringEquals["events:detail-type"]
      if contains(statement.Action, "events:PutEvents")
    ][0] == "Record Received"
    error_message = "receive-webhooks may put no request onto the bus."
  }
}

run "a_cluster_of_another_account_is_refused" {
  command = plan

  variables {
    eks_clusters = ["arn:aws:eks:us-east-1:444455556666:cluster/shop"]
  }

  expect_failures = [var.eks_clusters]
}

run "an_arn_with_something_behind_is_no_secret" {
  command = plan

  variables {
    secrets = { evaluate = { TOKEN_RESPONDER_SEAL = "arn:aws:secretsmanager:us-east-1:111122223333:secret:seal-a1B2c3:key::" } }
  }

  expect_failures = [var.secrets]
}

run "taking_back_is_granted_only_where_links_can_ask_for_it" {
  command = plan

  assert {
    condition     = !contains(output.granted["revoke-sessions"], "iam:DeleteRolePolicy")
    error_message = "Nothing asks for an undo."
  }
}

run "member_roles_are_those_of_the_policys_accounts" {
  command = plan

  variables {
    member_role = "token-responder-member"
  }

  assert {
    condition     = join(",", local.resources.sts) == "arn:aws:iam::444455556666:role/token-responder-member"
    error_message = "Only the further accounts of the policy may be reached."
  }
}

run "a_folder_without_policy_is_refused" {
  command = plan

  variables {
    configuration = "test"
  }

  expect_failures = [var.configuration]
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
      receive-webhooks = { TOKEN_RESPONDER_SEAL = "arn:aws:secretsmanager:us-east-1:111122223333:secret:seal-a1B2c3" }
    }
  }

  expect_failures = [var.receive_webhooks]
}

run "a_secret_itself_is_refused" {
  command = plan

  variables {
    secrets = { evaluate = { TOKEN_RESPONDER_SEAL = "not the ARN of a secret" } }
  }

  expect_failures = [var.secrets]
}

run "a_missing_zip_is_refused" {
  command = plan

  variables {
    function_zip = "no-such.zip"
  }

  expect_failures = [var.function_zip]
}

run "names_fit_everything" {
  command = plan

  variables {
    name = "Token Responder"
  }

  expect_failures = [var.name]
}
