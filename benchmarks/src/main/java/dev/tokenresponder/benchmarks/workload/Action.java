package dev.tokenresponder.benchmarks.workload;

/**
 * A call of an API.
 *
 * @param source the service, as CloudTrail names it
 * @param name the action, which no other service of the workload has
 */
record Action(String source, String name) {}
