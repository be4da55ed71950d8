"""What people do. One function is one act: may I? → rule → change → history. One transaction."""
