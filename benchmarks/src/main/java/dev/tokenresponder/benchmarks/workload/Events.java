package dev.tokenresponder.benchmarks.workload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Writes events in the shape of CloudTrail's management events; all values are reserved ones. */
final class Events {
  private static final String[] REGIONS = {"us-east-1", "us-west-2", "eu-west-1", "ap-south-1"};
  private static final String[] AGENTS = {
    "aws-cli/2.17.5 md/awscrt#0.20.11 ua/2.0 os/linux#6.1 md/arch#x86_64 lang/python#3.11.8",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537",
    "Boto3/1.34.131 md/Botocore#1.34.131 ua/2.0 os/linux md/arch#aarch64 exec-env/AWS_Lambda",
    "APN/1.0 HashiCorp/1.0 Terraform/1.8.5 aws-sdk-go-v2/1.30.0 lang/go#1.22.4 md/GOOS#linux"
  };
  private static final String HEX = "0123456789abcdef";

  private final Actions actions;
  private final Random random;

  Events(Actions actions, Random random) {
    this.actions = actions;
    this.random = random;
  }

  /** An event that matches no rule. One in five comes near: a watched action, but not all else. */
  byte[] quiet() {
    ObjectNode event = ordinary();
    int near = random.nextInt(15);
    if (near == 0) {
      event.put("eventName", any(actions.filtered()).name());
      event.put("awsRegion", Rules.FILTERED_REGION);
    } else if (near < 3) {
      Action action = any(actions.watched());
      event.put("eventName", action.name());
      event.put("eventSource", "tagging." + action.source());
    }
    return bytes(event);
  }

  /** An event that matches the rule. */
  byte[] hitting(Rule rule) {
    ObjectNode event = ordinary();
    for (Map.Entry<String, String> entry : rule.hit().entrySet()) {
      Paths.set(event, entry.getKey(), event.textNode(entry.getValue()));
    }
    return bytes(event);
  }

  /** A tree of an event that matches no rule. */
  ObjectNode ordinary() {
    Action action = any(actions.quiet());
    String region = any(REGIONS);
    String role = Names.quiet(random);
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("eventVersion", "1.09");
    identity(event.putObject("userIdentity"), role);
    event.put("eventTime", time());
    event.put("eventSource", action.source());
    event.put("eventName", action.name());
    event.put("awsRegion", region);
    event.put("sourceIPAddress", "203.0.113." + random.nextInt(1, 128));
    event.put("userAgent", any(AGENTS));
    if (random.nextInt(12) == 0) {
      event.put("errorCode", "ThrottlingException");
      event.put("errorMessage", "Rate exceeded");
    }
    request(event, region);
    response(event, role);
    event.put("requestID", uuid());
    event.put("eventID", uuid());
    event.put("readOnly", random.nextBoolean());
    resources(event, role);
    event.put("eventType", "AwsApiCall");
    event.put("managementEvent", true);
    event.put("recipientAccountId", Rules.ACCOUNT);
    event.put("eventCategory", "Management");
    ObjectNode tls = event.putObject("tlsDetails");
    tls.put("tlsVersion", "TLSv1.3");
    tls.put("cipherSuite", "TLS_AES_128_GCM_SHA256");
    tls.put("clientProvidedHostHeader", action.source().replace("amazonaws.com", "example.com"));
    return event;
  }

  /** So many names of actions that rules watch. */
  List<String> watchedNames(int count) {
    return IntStream.range(0, count).mapToObj(i -> any(actions.watched()).name()).toList();
  }

  private void identity(ObjectNode identity, String role) {
    boolean user = random.nextInt(4) == 0;
    String id = (user ? "AIDA" : "AROA") + "EXAMPLE" + random.nextInt(100_000, 999_999);
    identity.put("type", user ? "IAMUser" : "AssumedRole");
    identity.put("principalId", user ? id : id + ":session-" + random.nextInt(1_000));
    identity.put(
        "arn",
        user
            ? "arn:aws:iam::" + Rules.ACCOUNT + ":user/" + role
            : "arn:aws:sts::" + Rules.ACCOUNT + ":assumed-role/" + role + "/session");
    identity.put("accountId", Rules.ACCOUNT);
    identity.put("accessKeyId", "ASIAIOSFODNN7EXAMPLE");
    if (user) {
      identity.put("userName", role);
      return;
    }
    ObjectNode session = identity.putObject("sessionContext");
    ObjectNode issuer = session.putObject("sessionIssuer");
    issuer.put("type", "Role");
    issuer.put("principalId", id);
    issuer.put("arn", "arn:aws:iam::" + Rules.ACCOUNT + ":role/" + role);
    issuer.put("accountId", Rules.ACCOUNT);
    issuer.put("userName", role);
    session.putObject("webIdFederationData");
    ObjectNode attributes = session.putObject("attributes");
    attributes.put("creationDate", time());
    attributes.put("mfaAuthenticated", "false");
  }

  private void request(ObjectNode event, String region) {
    ObjectNode request = event.putObject("requestParameters");
    switch (random.nextInt(4)) {
      case 0 -> {
        request.put("bucketName", Names.quiet(random));
        request.put("Host", "storage.example.com");
        request.put("prefix", "exports/2026/" + Names.quiet(random) + "/");
        request.put("encoding-type", "url");
      }
      case 1 -> {
        request.put("roleName", Names.quiet(random));
        request.put(
            "policyArn", "arn:aws:iam::" + Rules.ACCOUNT + ":policy/" + Names.quiet(random));
        request.put(
            "policyDocument",
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                + "\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::example\"}]}");
      }
      case 2 -> {
        ObjectNode instances = request.putObject("instancesSet");
        for (int i = random.nextInt(1, 5); i > 0; i--) {
          instances.withArrayProperty("items").addObject().put("instanceId", "i-" + hex(17));
        }
        ObjectNode filter = request.putObject("filterSet").withArrayProperty("items").addObject();
        filter.put("name", "instance-state-name");
        filter.putObject("valueSet").putArray("items").addObject().put("value", "running");
        request.put("maxResults", random.nextInt(10, 1_000));
        request.put("dryRun", false);
      }
      default -> {
        request.put("roleArn", "arn:aws:iam::" + Rules.ACCOUNT + ":role/" + Names.quiet(random));
        request.put("roleSessionName", "session-" + random.nextInt(1_000));
        request.put("durationSeconds", 3_600);
        ObjectNode tag = request.putArray("tags").addObject();
        tag.put("key", "team").put("value", Names.quiet(random));
        request.put("region", region);
      }
    }
  }

  private void response(ObjectNode event, String role) {
    if (random.nextBoolean()) {
      event.putNull("responseElements");
      return;
    }
    ObjectNode response = event.putObject("responseElements");
    response.put("requestId", uuid());
    ObjectNode result = response.putObject("result");
    result.put("arn", "arn:aws:iam::" + Rules.ACCOUNT + ":role/" + role);
    result.put("createDate", time());
    result.put("status", "ACTIVE");
    result.putObject("configuration").put("retentionInDays", 30).put("encrypted", true);
  }

  private void resources(ObjectNode event, String role) {
    ObjectNode resource = event.putArray("resources").addObject();
    resource.put("accountId", Rules.ACCOUNT);
    resource.put("type", "AWS::IAM::Role");
    resource.put("ARN", "arn:aws:iam::" + Rules.ACCOUNT + ":role/" + role);
  }

  private String time() {
    return "2026-01-%02dT%02d:%02d:%02dZ"
        .formatted(
            random.nextInt(1, 32), random.nextInt(24), random.nextInt(60), random.nextInt(60));
  }

  private String uuid() {
    return hex(8) + "-" + hex(4) + "-4" + hex(3) + "-8" + hex(3) + "-" + hex(12);
  }

  private String hex(int length) {
    StringBuilder hex = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      hex.append(HEX.charAt(random.nextInt(16)));
    }
    return hex.toString();
  }

  private <T> T any(List<T> options) {
    return options.get(random.nextInt(options.size()));
  }

  private String any(String[] options) {
    return options[random.nextInt(options.length)];
  }

  static byte[] bytes(ObjectNode event) {
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }
}
