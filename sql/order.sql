-- The order service's database. Single source: the launcher, the tests and compose run this file. It can run twice.

CREATE TABLE IF NOT EXISTS tb_customer (
  id   VARCHAR(32) NOT NULL,
  name VARCHAR(64) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- request_id is the client's Idempotency-Key, or one that the service made up: one order per key, whatever happens above.
CREATE TABLE IF NOT EXISTS tb_order (
  id         VARCHAR(32)  NOT NULL,
  request_id VARCHAR(64)  NOT NULL,
  user_id    VARCHAR(32)  NOT NULL,
  status     VARCHAR(16)  NOT NULL,
  total      BIGINT       NOT NULL COMMENT 'minor currency units',
  xid        VARCHAR(128) NOT NULL,
  created_at DATETIME(3)  NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  UNIQUE KEY uk_order_request (request_id),
  KEY idx_order_user (user_id, created_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE IF NOT EXISTS tb_order_line (
  order_id VARCHAR(32) NOT NULL,
  sku_id   BIGINT      NOT NULL,
  quantity INT         NOT NULL,
  price    BIGINT      NOT NULL COMMENT 'minor currency units, for one piece',
  PRIMARY KEY (order_id, sku_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Journal: written in the same local transaction as the order, read by the checker only.
CREATE TABLE IF NOT EXISTS tb_order_journal (
  request_id VARCHAR(64) NOT NULL,
  order_id   VARCHAR(32) NOT NULL,
  quantity   INT         NOT NULL COMMENT 'pieces over all lines',
  PRIMARY KEY (request_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- One row per Idempotency-Key that is being worked on or has led to an order. Never part of a global transaction.
CREATE TABLE IF NOT EXISTS tb_order_claim (
  request_id   VARCHAR(64) NOT NULL,
  request_hash CHAR(64)    NOT NULL COMMENT 'SHA-256 of the request, hex',
  attempt      CHAR(32)    NOT NULL COMMENT 'who works on it: changes when an expired claim is taken over',
  claimed_at   DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (request_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Reliable message: one row for each order whose points are not granted yet, written in the same local transaction as the order.
CREATE TABLE IF NOT EXISTS tb_task (
  id            BIGINT       NOT NULL AUTO_INCREMENT,
  order_id      VARCHAR(32)  NOT NULL,
  task_type     VARCHAR(32)  NOT NULL,
  mq_exchange   VARCHAR(64)  NOT NULL,
  mq_routingkey VARCHAR(64)  NOT NULL,
  request_body  VARCHAR(512) NOT NULL,
  status        VARCHAR(16)  NOT NULL COMMENT 'PENDING, SENDING, SENT, DEAD',
  errormsg      VARCHAR(512)          COMMENT 'why the last attempt failed, or why it is dead',
  attempts      INT          NOT NULL DEFAULT 0 COMMENT 'how often it was claimed to be sent, outages of the broker not counted',
  version       INT          NOT NULL DEFAULT 0 COMMENT 'changes with every claim: a late answer to an old claim changes nothing',
  next_time     DATETIME(3)  NOT NULL DEFAULT CURRENT_TIMESTAMP(3) COMMENT 'due from then on; while it is claimed, the end of the lease',
  create_time   DATETIME(3)  NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  update_time   DATETIME(3)  NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  UNIQUE KEY uk_task_order (order_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Tasks that are done, with the id that they had.
CREATE TABLE IF NOT EXISTS tb_task_his (
  id            BIGINT       NOT NULL,
  order_id      VARCHAR(32)  NOT NULL,
  task_type     VARCHAR(32)  NOT NULL,
  mq_exchange   VARCHAR(64)  NOT NULL,
  mq_routingkey VARCHAR(64)  NOT NULL,
  request_body  VARCHAR(512) NOT NULL,
  status        VARCHAR(16)  NOT NULL COMMENT 'DONE',
  errormsg      VARCHAR(512),
  attempts      INT          NOT NULL,
  create_time   DATETIME(3)  NOT NULL,
  update_time   DATETIME(3)  NOT NULL,
  delete_time   DATETIME(3)  NOT NULL DEFAULT CURRENT_TIMESTAMP(3) COMMENT 'when the answer came and it left tb_task',
  PRIMARY KEY (id),
  UNIQUE KEY uk_task_his_order (order_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Seata AT: before and after images of every branch between phase one and phase two. The unique key is what makes a
-- late phase one fail after its rollback has passed (upstream #489).
CREATE TABLE IF NOT EXISTS undo_log (
  id            BIGINT       NOT NULL AUTO_INCREMENT,
  branch_id     BIGINT       NOT NULL,
  xid           VARCHAR(128) NOT NULL,
  context       VARCHAR(128) NOT NULL COMMENT 'serializer and compressor of rollback_info',
  rollback_info LONGBLOB     NOT NULL,
  log_status    INT          NOT NULL COMMENT '0 normal, 1 guard row of a finished rollback',
  log_created   DATETIME(6)  NOT NULL,
  log_modified  DATETIME(6)  NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY ux_undo_log (xid, branch_id),
  KEY ix_log_created (log_created)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Seata TCC: what has become of each branch, written in the same local transaction as its try, confirm or cancel.
CREATE TABLE IF NOT EXISTS tcc_fence_log (
  xid          VARCHAR(128) NOT NULL,
  branch_id    BIGINT       NOT NULL,
  action_name  VARCHAR(64)  NOT NULL,
  status       TINYINT      NOT NULL COMMENT '1 tried, 2 confirmed, 3 cancelled, 4 cancelled before the try, which is refused then',
  gmt_create   DATETIME(3)  NOT NULL,
  gmt_modified DATETIME(3)  NOT NULL,
  PRIMARY KEY (xid, branch_id),
  KEY ix_gmt_modified (gmt_modified),
  KEY ix_status (status)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

INSERT IGNORE INTO tb_customer (id, name) VALUES
  ('u1', 'Customer 1'), ('u2', 'Customer 2'), ('u3', 'Customer 3'), ('u4', 'Customer 4'), ('u5', 'Customer 5'),
  ('u6', 'Customer 6'), ('u7', 'Customer 7'), ('u8', 'Customer 8'), ('u9', 'Customer 9'), ('u10', 'Customer 10');
