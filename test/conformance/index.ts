/**
 * The conformance suite: the rules that every family, task distribution and policy must obey, for
 * any test framework. Run it on your own parts.
 *
 * @module moving-cheese/testing
 */
export { checkDistribution, distributionRules } from './distribution-rules.js';
export { checkFamily, familyRules } from './family-rules.js';
export { checkPolicy, policyRules } from './policy-rules.js';
export { ConformanceError, type ConformanceReport, type Rule, type RuleResult } from './rule.js';
export type { DistributionSubject, FamilySubject, PolicySubject } from './subjects.js';
