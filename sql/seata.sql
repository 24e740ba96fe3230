-- The TC's db store, for TC 1.8 to 2.5. Upstream's tables with two columns made wider, and safe to run twice.

CREATE TABLE IF NOT EXISTS global_table (
  xid                       VARCHAR(128) NOT NULL,
  transaction_id            BIGINT,
  status                    TINYINT      NOT NULL,
  application_id            VARCHAR(32),
  transaction_service_group VARCHAR(32),
  transaction_name          VARCHAR(128),
  timeout                   INT,
  begin_time                BIGINT,
  application_data          VARCHAR(2000),
  gmt_create                DATETIME,
  gmt_modified              DATETIME,
  PRIMARY KEY (xid),
  KEY idx_status_gmt_modified (status, gmt_modified),
  KEY idx_transaction_id (transaction_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE IF NOT EXISTS branch_table (
  branch_id         BIGINT       NOT NULL,
  xid               VARCHAR(128) NOT NULL,
  transaction_id    BIGINT,
  resource_group_id VARCHAR(32),
  resource_id       VARCHAR(256),
  branch_type       VARCHAR(8),
  status            TINYINT,
  client_id         VARCHAR(64),
  application_data  VARCHAR(2000),
  gmt_create        DATETIME(6),
  gmt_modified      DATETIME(6),
  PRIMARY KEY (branch_id),
  KEY idx_xid (xid)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Upstream has row_key VARCHAR(128) and pk VARCHAR(36). Here a key is an Idempotency-Key of up to 64 characters and a SKU, and
-- a lock that does not fit fails its branch.
CREATE TABLE IF NOT EXISTS lock_table (
  row_key        VARCHAR(512) NOT NULL COMMENT 'resource, table and primary key',
  xid            VARCHAR(128),
  transaction_id BIGINT,
  branch_id      BIGINT       NOT NULL,
  resource_id    VARCHAR(256),
  table_name     VARCHAR(64),
  pk             VARCHAR(128),
  status         TINYINT      NOT NULL DEFAULT 0 COMMENT '0 locked, 1 rolling back',
  gmt_create     DATETIME,
  gmt_modified   DATETIME,
  PRIMARY KEY (row_key),
  KEY idx_status (status),
  KEY idx_branch_id (branch_id),
  KEY idx_xid (xid)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Which of several TCs does a periodic task.
CREATE TABLE IF NOT EXISTS distributed_lock (
  lock_key   CHAR(20)    NOT NULL,
  lock_value VARCHAR(20) NOT NULL,
  expire     BIGINT,
  PRIMARY KEY (lock_key)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Since 2.1, for transaction groups that are mapped at the TC.
CREATE TABLE IF NOT EXISTS vgroup_table (
  vGroup    VARCHAR(255),
  namespace VARCHAR(255),
  cluster   VARCHAR(255),
  UNIQUE KEY idx_vgroup_namespace_cluster (vGroup, namespace, cluster)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

INSERT IGNORE INTO distributed_lock (lock_key, lock_value, expire) VALUES
  ('AsyncCommitting', ' ', 0), ('RetryCommitting', ' ', 0), ('RetryRollbacking', ' ', 0), ('TxTimeoutCheck', ' ', 0);
