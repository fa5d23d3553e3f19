mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "444455556666" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }
}

run "the_stack_set_names_the_account_it_is_in" {
  command = plan

  assert {
    condition = alltrue([
      for resource in flatten([for statement in jsondecode(output.stack_set_template).Resources.Member.Properties.Policies[0].PolicyDocument.Statement : statement.Resource]) :
      startswith(try(resource["Fn::Sub"], "not filled in"), "arn:$${AWS::Partition}:") || try(tostring(resource) == "*", false)
    ])
    error_message = "Each resource must be CloudFormation's to fill in."
  }
}

run "a_role_that_nobody_may_assume_is_refused" {
  command = plan

  module {
    source = "../../modules/member"
  }

  variables {
    trusted_roles = []
  }

  expect_failures = [var.trusted_roles]
}

run "permission_sets_are_changed_from_here_only" {
  command = plan

  assert {
    condition     = !strcontains(output.stack_set_template, "sso:")
    error_message = "The other accounts have no permission sets to change."
  }
}

run "a_unit_that_is_none_is_refused" {
  command = plan

  module {
    source = "../../modules/member"
  }

  variables {
    trusted_roles        = ["arn:aws:iam::111122223333:role/token-responder-revoke-sessions"]
    organizational_units = ["payments"]
  }

  expect_failures = [var.organizational_units]
}

run "nobody_but_the_roles_named_may_assume_it" {
  command = plan

  assert {
    condition = alltrue([
      for statement in jsondecode(output.stack_set_template).Resources.Member.Properties.AssumeRolePolicyDocument.Statement :
      join(" ", statement.Condition.ArnEquals["aws:PrincipalArn"]) == "arn:aws:iam::111122223333:role/token-responder-disable-keys arn:aws:iam::111122223333:role/token-responder-revoke-sessions"
    ])
    error_message = "An account is trusted only for the roles that are named."
  }
}

run "a_bus_is_not_forwarded_to_itself" {
  command = plan

  module {
    source = "../../modules/forward"
  }

  variables {
    destination = "arn:aws:events:us-east-1:444455556666:event-bus/default"
  }

  expect_failures = [aws_cloudwatch_event_target.forward]
}
