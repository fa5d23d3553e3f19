CREATE TABLE IF NOT EXISTS incident (
  number BIGINT GENERATED ALWAYS AS IDENTITY,
  id VARCHAR PRIMARY KEY,
  subject VARCHAR NOT NULL,
  principal VARCHAR NOT NULL,
  account VARCHAR,
  opened_at VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS open_incident (
  subject VARCHAR NOT NULL,
  account VARCHAR NOT NULL,
  incident VARCHAR NOT NULL,
  opened_at VARCHAR NOT NULL,
  PRIMARY KEY (subject, account)
);
CREATE TABLE IF NOT EXISTS sighting (
  number BIGINT GENERATED ALWAYS AS IDENTITY,
  incident VARCHAR NOT NULL,
  event_id VARCHAR NOT NULL,
  rule_id VARCHAR NOT NULL,
  seen_at VARCHAR NOT NULL,
  source VARCHAR NOT NULL,
  event_name VARCHAR NOT NULL,
  ip VARCHAR,
  title VARCHAR NOT NULL,
  level VARCHAR NOT NULL,
  PRIMARY KEY (incident, event_id, rule_id)
);
ALTER TABLE sighting ADD COLUMN IF NOT EXISTS judged_at VARCHAR;
CREATE TABLE IF NOT EXISTS relative (
  number BIGINT GENERATED ALWAYS AS IDENTITY,
  incident VARCHAR NOT NULL,
  credential VARCHAR NOT NULL,
  texts VARCHAR NOT NULL,
  PRIMARY KEY (incident, credential)
);
CREATE TABLE IF NOT EXISTS action (
  number BIGINT GENERATED ALWAYS AS IDENTITY,
  incident VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  target VARCHAR NOT NULL,
  fence BIGINT NOT NULL,
  lease_until VARCHAR,
  status VARCHAR,
  reason VARCHAR,
  ended_at VARCHAR,
  undo_command VARCHAR,
  undo_data VARCHAR,
  request VARCHAR,
  PRIMARY KEY (incident, name, target)
);
CREATE TABLE IF NOT EXISTS limit_use (
  name VARCHAR NOT NULL,
  in_hour VARCHAR NOT NULL,
  uses INT NOT NULL,
  PRIMARY KEY (name, in_hour)
);
CREATE TABLE IF NOT EXISTS link (
  parent VARCHAR NOT NULL,
  child VARCHAR NOT NULL,
  until_millis BIGINT NOT NULL,
  texts VARCHAR NOT NULL,
  PRIMARY KEY (parent, child)
);
CREATE INDEX IF NOT EXISTS link_child ON link (child);
CREATE TABLE IF NOT EXISTS stop_order (
  at VARCHAR NOT NULL,
  ordered_by VARCHAR NOT NULL,
  reason VARCHAR NOT NULL
);
