/** The company's file: mode, exemptions, trust, limits, owners and playbooks; and the planner. */
@NullMarked
package dev.tokenresponder.policy;

import org.jspecify.annotations.NullMarked;
