/** The same events and the same rules on every run, rules in the forms of both engines. */
@NullMarked
package dev.tokenresponder.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
