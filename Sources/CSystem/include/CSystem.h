#pragma once
#include <resolv.h>
