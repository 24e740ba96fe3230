-- The user service's database. Single source: the launcher, the tests and compose run this file. It can run twice.

CREATE TABLE IF NOT EXISTS tb_user (
  id     VARCHAR(32) NOT NULL,
  name   VARCHAR(64) NOT NULL,
  points BIGINT      NOT NULL DEFAULT 0,
  PRIMARY KEY (id),
  CONSTRAINT ck_user_points CHECK (points >= 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- One row for each order that has earned points. Its key is what makes granting them idempotent.
CREATE TABLE IF NOT EXISTS tb_point_log (
  order_id   VARCHAR(32) NOT NULL,
  user_id    VARCHAR(32) NOT NULL,
  point      BIGINT      NOT NULL,
  created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (order_id),
  KEY idx_point_log_user (user_id, created_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

INSERT IGNORE INTO tb_user (id, name) VALUES
  ('u1', 'Customer 1'), ('u2', 'Customer 2'), ('u3', 'Customer 3'), ('u4', 'Customer 4'), ('u5', 'Customer 5'),
  ('u6', 'Customer 6'), ('u7', 'Customer 7'), ('u8', 'Customer 8'), ('u9', 'Customer 9'), ('u10', 'Customer 10');
